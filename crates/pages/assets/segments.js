// How many texts a text costs, as carriers count (GSM 03.38 / 3GPP TS 23.038), while it is typed.
// The same rules as the server's; tests hold both against the same cases.

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set("\f^{}\\[~]|€");

const GSM7 = { name: "GSM-7", alone: 160, part: 153 };
const UCS2 = { name: "UCS-2", alone: 70, part: 67 };

/** What is counted and sent: line ends are one character, decomposed accents are composed. */
export function normalize(text) {
  return text.replaceAll("\r\n", "\n").normalize("NFC");
}

/**
 * Counts a text. `left` is how many units still fit without another segment; `forcedBy` is the first
 * character that GSM-7 lacks, or null.
 */
export function count(raw) {
  const characters = [...normalize(raw)];
  const forcedBy = characters.find((c) => !BASIC.has(c) && !EXTENSION.has(c)) ?? null;
  const encoding = forcedBy === null ? GSM7 : UCS2;
  const sizes = characters.map((c) => (encoding === UCS2 ? c.length : EXTENSION.has(c) ? 2 : 1));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= encoding.alone) {
    return { encoding: encoding.name, segments: 1, left: encoding.alone - total, forcedBy };
  }
  return { encoding: encoding.name, ...packed(sizes, encoding.part), forcedBy };
}

// A character never straddles two segments: neither an escape pair nor a surrogate pair is cut.
function packed(sizes, room) {
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > room) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return { segments, left: room - used };
}

/** "1 text, 92 left", and which character makes it dearer. */
export function words(raw) {
  if (raw === "") return "";
  const { segments, left, forcedBy } = count(raw);
  const texts = segments === 1 ? "1 text" : `${segments} texts`;
  const why = forcedBy === null ? "" : `, ${forcedBy.trim() === "" ? "a special space" : forcedBy} makes it Unicode`;
  return `${texts}, ${left} left${why}`;
}

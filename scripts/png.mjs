// Packs a screenshot tightly, without losing anything (PNG specification, third edition, clauses 5 and 9).
import zlib from "node:zlib";

/**
 * The same picture. Browsers pack for speed; and their filters, made for photographs, hide from deflate that pages
 * are the same few pixels again and again.
 */
export function packed(png) {
  const parts = [png.subarray(0, 8)];
  const data = [];
  let header;
  for (let at = 8; at < png.length;) {
    const end = at + 12 + png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    if (kind === "IHDR") header = png.subarray(at + 8, end - 4);
    if (kind === "IDAT") data.push(png.subarray(at + 8, end - 4));
    else {
      if (kind === "IEND") parts.push(chunk("IDAT", deflate(unfiltered(header, zlib.inflateSync(Buffer.concat(data))))));
      parts.push(png.subarray(at, end));
    }
    at = end;
  }
  return Buffer.concat(parts);
}

const deflate = (pixels) => zlib.deflateSync(pixels, { level: 9, memLevel: 9 });

/** The rows with filter 0, "none". */
function unfiltered(header, rows) {
  const [width, bytes] = [header.readUInt32BE(0), { 2: 3, 6: 4 }[header[9]]];
  if (header[8] !== 8 || !bytes || header[12] !== 0) throw new Error("only pictures of 8 bits in RGB or RGBA are read");
  const size = width * bytes + 1;
  for (let row = 0; row < rows.length; row += size) {
    const filter = rows[row];
    rows[row] = 0;
    for (let i = 1; i < size; i += 1) {
      const left = i > bytes ? rows[row + i - bytes] : 0;
      const above = row > 0 ? rows[row + i - size] : 0;
      const corner = row > 0 && i > bytes ? rows[row + i - size - bytes] : 0;
      rows[row + i] += [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
    }
  }
  return rows;
}

function paeth(left, above, corner) {
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((value) => Math.abs(guess - value));
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(zlib.crc32(body));
  return Buffer.concat([length, body, check]);
}

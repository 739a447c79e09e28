// Times as words, as the server says them: only what changes while one looks.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A promise, or null while the server's words ("due 2:20 pm") still hold. Milliseconds. */
export function due(now, at) {
  const left = at - now;
  if (left <= 0) return late(-left);
  return left <= 15 * MINUTE ? `${Math.ceil(left / MINUTE)} min left` : null;
}

function late(by) {
  const minutes = Math.floor(by / MINUTE);
  const hours = Math.floor(by / HOUR);
  if (minutes === 0) return "late";
  if (hours === 0) return `${minutes} min late`;
  return hours < 48 ? `${hours} h late` : `${Math.floor(hours / 24)} days late`;
}

/** How long ago, or null from a day on, when the server says the day. */
export function age(now, at) {
  const ago = Math.max(0, now - at);
  const minutes = Math.floor(ago / MINUTE);
  const hours = Math.floor(ago / HOUR);
  if (minutes === 0) return "now";
  if (hours === 0) return `${minutes} min ago`;
  return hours < 24 ? `${hours} h ago` : null;
}

/** How long something has waited, after "waiting"; null from a day on. */
export const waits = (now, at) => age(now, at)?.replace(" ago", "") ?? null;

/** Class of a promise: bare, at risk, late. */
export function dueClass(now, at, risk) {
  if (now >= at) return "due due--late";
  return now >= risk ? "due due--risk" : "due";
}

/** How much of a promise is spent, 0 to 100. */
export function spent(now, from, at) {
  if (!(at > from)) return 100;
  return Math.round(Math.min(1, Math.max(0, (now - from) / (at - from))) * 100);
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "Tue 12 May, 2:03 pm", at the offset from UTC that an RFC 3339 time ends with. */
export function exact(ms, iso) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? [null, "+", "0", "0"];
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
  const wall = new Date(ms + offset);
  const hour = wall.getUTCHours();
  const clock = `${hour % 12 || 12}:${String(wall.getUTCMinutes()).padStart(2, "0")} ${hour < 12 ? "am" : "pm"}`;
  return `${WEEKDAYS[wall.getUTCDay()]} ${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]}, ${clock}`;
}

/** How long a connection has been gone. */
export function gone(ms) {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
}

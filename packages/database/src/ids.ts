import { randomBytes } from 'node:crypto';

let pool = Buffer.alloc(0);
let used = 0;

// One system call feeds a few hundred IDs.
function randomHex(digits: number): string {
  const bytes = (digits + 1) >> 1;
  if (used + bytes > pool.length) {
    pool = randomBytes(2048);
    used = 0;
  }
  const text = pool.toString('hex', used, used + bytes).slice(0, digits);
  used += bytes;
  return text;
}

/** A new ID: 20 lower-case hex characters, 8 of seconds, 5 of microseconds, 7 random. Source: http.md §4. */
export function newId(): string {
  const milliseconds = performance.timeOrigin + performance.now();
  const seconds = Math.floor(milliseconds / 1000);
  const microseconds = Math.floor((milliseconds - seconds * 1000) * 1000);
  return seconds.toString(16).padStart(8, '0') + microseconds.toString(16).padStart(5, '0') + randomHex(7);
}

let lastTime = 0;
let lastText = '';

/** Now, or the given time, as `YYYY-MM-DDTHH:MM:SS.mmm+00:00`. */
export function isoTime(milliseconds: number = Date.now()): string {
  if (milliseconds === lastTime) return lastText;
  lastTime = milliseconds;
  lastText = `${new Date(milliseconds).toISOString().slice(0, 23)}+00:00`;
  return lastText;
}

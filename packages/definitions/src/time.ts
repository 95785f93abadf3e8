const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?$/;
const RFC2822 =
  /^(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|GMT|UT|UTC|Z)$/;

/**
 * Reads ISO 8601 shapes (date only, blank for `T`, any fraction, no offset = UTC) and RFC 2822; gives
 * `YYYY-MM-DDTHH:MM:SS.mmm+00:00`, extra digits cut. Null for anything else, impossible dates and years outside
 * 1000-9999. Source: databases.md §7.5.
 */
export function parseTime(text: string): string | null {
  const value = text.trim();
  const iso = ISO.exec(value);
  const milliseconds = iso
    ? isoMilliseconds(iso)
    : RFC2822.test(value)
      ? Date.parse(value.replace(/\bUT$/, 'UTC'))
      : Number.NaN;
  if (Number.isNaN(milliseconds)) return null;
  const time = new Date(milliseconds);
  const year = time.getUTCFullYear();
  return year < 1000 || year > 9999 ? null : `${time.toISOString().slice(0, 23)}+00:00`;
}

function isoMilliseconds(match: RegExpExecArray): number {
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', offset = 'Z'] = match;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > days) return Number.NaN;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return Number.NaN;
  return Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${`${fraction}000`.slice(0, 3)}${zone(offset)}`,
  );
}

function zone(offset: string): string {
  if (offset.toUpperCase() === 'Z') return 'Z';
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

const iso =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Milliseconds since 1970 of a date that begins with its year: 2024-02-29, 2024/2/29, 2024-02-29 13:45, 2024-02-29T13:45:10.5+01:00. Without an
 * offset it is UTC. NaN for anything else, as other orders of day and month cannot be told apart.
 */
export function parseDate(text: string): number {
  const parts = iso.exec(text.trim());
  if (parts === null) return Number.NaN;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1) return Number.NaN; // 30 February
  const fraction = parts[7] === undefined ? 0 : Number(parts[7]);
  const offset = parts[8] === undefined || parts[8] === 'Z' ? 0 : offsetMinutes(parts[8]);
  return date.getTime() + ((hour * 60 + minute - offset) * 60 + second + fraction) * 1000;
}

function offsetMinutes(text: string): number {
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(-2))];
  return (text[0] === '-' ? -1 : 1) * (60 * hours + minutes);
}

/** How a value is written in messages: `'abc'`, `-1`, `[1, 2]`, `a function`. */
export function describeParameter(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value) && value.length <= 5) return `[${value.map(describeParameter).join(', ')}]`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return `an object (${value.constructor?.name ?? 'plain'})`;
  return String(value);
}

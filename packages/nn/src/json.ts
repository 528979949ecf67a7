/** What survives a trip through JSON. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * Refuses what JSON would silently change: NaN and ±Infinity (null), undefined and functions (dropped), class instances.
 *
 * @throws {TypeError} naming the path of the first such value
 */
export function assertJson(value: unknown, path: string): asserts value is JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${path} is ${value}, which JSON cannot say`);
    return;
  }
  if (Array.isArray(value)) {
    for (const [i, entry] of value.entries()) assertJson(entry, `${path}[${i}]`);
    return;
  }
  const prototype = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`${path} is not JSON data (${describe(value)})`);
  for (const [key, entry] of Object.entries(value as object)) assertJson(entry, `${path}.${key}`);
}

function describe(value: unknown): string {
  return typeof value === 'object' ? `a ${value?.constructor?.name}` : typeof value;
}

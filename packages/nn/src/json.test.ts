import { expect, test } from 'vitest';
import { assertJson } from './json.ts';

test('plain data passes', () => {
  expect(() => assertJson({ a: [1, 'x', null, true, { b: [] }], c: Object.create(null) }, 'v')).not.toThrow();
});

test.each([
  [{ a: [1, Number.NaN] }, 'v.a[1] is NaN, which JSON cannot say'],
  [{ a: { b: Infinity } }, 'v.a.b is Infinity, which JSON cannot say'],
  [undefined, 'v is not JSON data (undefined)'],
  [[() => 1], 'v[0] is not JSON data (function)'],
  [{ a: 1n }, 'v.a is not JSON data (bigint)'],
  [{ a: new Map() }, 'v.a is not JSON data (a Map)'],
])('%o is refused by path', (value, message) => {
  expect(() => assertJson(value, 'v')).toThrow(message);
});

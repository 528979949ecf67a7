import { describe, expect, test } from 'vitest';
import { runExample } from './run.ts';

const scope = {
  third: 1 / 3,
  matrix: { toString: () => 'tensor([[1, 2],\n        [3, 4]])' },
  fail: () => {
    throw new RangeError('axis 3 is out of range');
  },
};
const run = (code: string) => runExample(code, scope, (name) => import(/* @vite-ignore */ name));

describe('holds', () => {
  test.each([
    ['plain values', '1 + 1 // => 2\n"a" + "b" // => \'ab\'\ntrue // => true\nundefined // => undefined'],
    ['rounded numbers', 'third // => 0.333\n[third, 2 * third] // => [0.3333, 0.667]\n1e-7 / 3 // => 3.33e-8'],
    ['escapes', [String.raw`'hel\ufffd"' // => 'hel\ufffd"'`, String.raw`'a\nb' // => 'a\nb'`].join('\n')],
    ['special numbers', '-0 // => -0\nNaN // => NaN\n[Infinity, -Infinity] // => [Infinity, -Infinity]'],
    ['nesting', '({ a: [1, { b: 2n }] }) // => { a: [1, { b: 2n }] }'],
    ['typed arrays', 'new Float32Array([1, 2]) // => Float32Array(2) [1, 2]\nnew Int32Array([3]) // => Int32Array [3]'],
    ['long arrays', `Array.from({ length: 120 }, (_, i) => i) // => [${Array.from({ length: 120 }, (_, i) => i)}]`],
    ['own toString over several lines', 'matrix // => tensor([[1, 2],\n       //        [3, 4]])'],
    ['an expectation on the next line', 'matrix\n// => tensor([[1, 2], [3, 4]])\n'],
    ['declared names', 'const x: number = 3 // => 3\nlet y = x as number; // => 3'],
    ['shadowing', 'const third = 3; third // => 3'],
    ['console.log', 'console.log("loss", 0.5) // => loss 0.5\nconsole.log([1]) // => [1]'],
    ['errors', 'fail() // => throws RangeError: axis 3'],
    [
      'await, loops and imports',
      "import { sep as s } from 'node:path';\nfor (const x of [1, 1]) {\n  await x // => 1\n}\ns.length // => 1",
    ],
    ['type imports', "import type { Stats } from 'node:fs';\nconst x: Stats | 2 = 2; // => 2"],
  ])('%s', async (_, code) => {
    await run(code);
  });
});

describe('is broken', () => {
  test.each([
    ['another value', '1 + 1 // => 3', 'line 1: expected 3, got 2'],
    ['a number that rounds elsewhere', '\nthird // => 0.334', 'line 2: expected 0.334, got 0.3333333333333333'],
    ['an integer is exact', '2.0001 // => 2', 'expected 2, got 2.0001'],
    ['the sign of zero', '-0 // => 0', 'expected 0, got -0'],
    ['a longer array', '[1, 2, 3] // => [1, 2]', 'expected [1, 2]'],
    ['a shorter array', '[1] // => [1, 2]', 'expected [1, 2]'],
    ['no error', '1 // => throws TypeError', 'expected it to throw TypeError, got 1'],
    ['another error', 'fail() // => throws TypeError', 'it threw RangeError'],
    ['an unexpected error', 'fail()', 'axis 3 is out of range'],
    ['an expectation after nothing', '// => 2', 'nothing before this'],
    ['an expectation inside a function', 'const f = () => {\n  third // => 0.3\n};', 'nothing before this'],
  ])('%s', async (_, code, message) => {
    await expect(run(code)).rejects.toThrow(message);
  });
});

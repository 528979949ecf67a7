import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  getThreads,
  memory,
  Rng,
  randn,
  setThreads,
  sumSquares,
  type Tensor,
  tensor,
  toTypedArray,
  transpose,
  zeros,
} from '../index.ts';

/** The exact sum of the squares of floats, up to the rounding of the last few additions: smallest first. */
function reference(x: Tensor): number {
  const squares = Float64Array.from(toTypedArray(x), (value) => value * value).sort();
  return squares.reduce((sum, value) => sum + value, 0);
}

describe('sumSquares', () => {
  test.each(['float32', 'float64'] as const)('of %s agrees with adding up in order of size', (dtype) => {
    for (const size of [0, 1, 3, 4, 7, 1023, 1024, 1025, 5000]) {
      const x = randn([size], { rng: new Rng(size), dtype });
      expect(Math.abs(sumSquares(x) - reference(x))).toBeLessThanOrEqual(1e-13 * reference(x));
    }
  });

  test('of integers and strided views', () => {
    expect(sumSquares(tensor([1, 2, 50_000], { dtype: 'int32' }))).toBe(2_500_000_005);
    const before = memory.report().liveBytes;
    const x: Tensor = randn([30, 50], { rng: new Rng(1) });
    const view = transpose(x);
    expect(sumSquares(view)).toBeCloseTo(reference(x), 9);
    for (const handle of [view, x]) handle.dispose();
    expect(memory.report().liveBytes).toBe(before);
  });

  test('of several tensors together is the sum over all elements, whatever their types', () => {
    const sizes = [0, 1, 3, 15, 16, 17, 1000, 1025, 5000];
    const xs: Tensor[] = sizes.map((size) => randn([size], { rng: new Rng(size), dtype: 'float32' }));
    const mixed: Tensor[] = [
      ...xs,
      randn([7], { rng: new Rng(1), dtype: 'float64' }),
      tensor([2, 3], { dtype: 'int32' }),
    ];
    const want = mixed.reduce((sum, x) => sum + reference(x), 0);
    expect(Math.abs(sumSquares(mixed) - want)).toBeLessThanOrEqual(1e-13 * want);
    expect(sumSquares([])).toBe(0);
    expect(sumSquares([xs[8]])).toBe(sumSquares(xs[8]));
    expect(() => sumSquares([1] as never)).toThrow('sumSquares: expected a tensor, got 1');
  });

  test('is the same bits for 1, 2, 3 and 8 threads', async () => {
    const xs: Tensor[] = Array.from({ length: 40 }, (_, i) => randn([997 * i], { rng: new Rng(i) }));
    const before = getThreads();
    const found: number[] = [];
    for (const threads of [1, 2, 3, 8]) {
      setThreads(threads);
      await wait(200); // for workers to start
      found.push(sumSquares(xs));
    }
    setThreads(before);
    expect(found).toEqual(found.map(() => found[0]));
  });

  test('neither overflows nor loses what is small', () => {
    expect(sumSquares(tensor([3e38, 3e38]))).toBeCloseTo(2 * Math.fround(3e38) ** 2, -70);
    expect(sumSquares(tensor([4096, 1e-3]))).toBe(4096 ** 2 + Math.fround(1e-3) ** 2);
  });

  test('NaN and Inf propagate', () => {
    expect(sumSquares(tensor([1, Number.NaN]))).toBeNaN();
    expect(sumSquares(tensor([1, -Infinity]))).toBe(Infinity);
    expect(sumSquares(zeros([0]))).toBe(0);
  });
});

import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  type FloatDType,
  getThreads,
  Rng,
  randn,
  scaleInPlace,
  setThreads,
  type Tensor,
  tensor,
  toTypedArray,
} from '../index.ts';

const sizes = [0, 1, 3, 15, 16, 17, 1000, 40_001, 70_000];

describe('scaleInPlace', () => {
  test.each([1, 2, 3, 8])('multiplies every element, on %d threads', async (threads) => {
    const before = getThreads();
    setThreads(threads);
    await wait(200); // for workers to start
    const xs: Tensor[] = (['float32', 'float64'] satisfies FloatDType[]).flatMap((dtype) =>
      sizes.map((size) => randn([size], { rng: new Rng(size), dtype })),
    );
    const factor = Math.fround(0.3);
    const want = xs.map((x) => toTypedArray(x).map((value) => value * factor));
    const versions = xs.map((x) => x.storage.version);
    scaleInPlace(xs, factor);
    expect(xs.map((x) => toTypedArray(x))).toEqual(want);
    expect(xs.map((x) => x.storage.version)).toEqual(versions.map((version) => version + 1));
    setThreads(before);
  });

  test('writes a contiguous view only', () => {
    const x: Tensor = tensor([1, 2, 3, 4, 5, 6]);
    scaleInPlace([x.slice([1, 4])], 2);
    expect(x.toArray()).toEqual([1, 4, 6, 8, 5, 6]);
  });

  test('refuses what it cannot write, and changes nothing then', () => {
    const x: Tensor = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(() => scaleInPlace([x, x.transpose()], 2)).toThrow('scaleInPlace: tensors must be contiguous');
    expect(() => scaleInPlace([x, tensor([1], { dtype: 'int32' })], 2)).toThrow(
      'scaleInPlace: tensors must be of a float type, not int32',
    );
    expect(() => scaleInPlace(x as never, 2)).toThrow('scaleInPlace: tensors is');
    expect(x.toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

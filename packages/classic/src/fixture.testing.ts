import { readFileSync } from 'node:fs';
import { isTensor, type Tensor, tensor, toTypedArray } from '@ml/tensor';
import { expect } from 'vitest';

/** Nested numbers as a fixture has them. */
export type Nested = number | Nested[];

/** What JSON has no numbers for. */
const special: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity, '-Infinity': -Infinity };

/** A file of packages/classic/fixtures, written by tooling/parity/classic_<name>.py. */
export function fixture<T>(name: string): T {
  const text = readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text, (_, value) =>
    typeof value === 'string' && Object.hasOwn(special, value) ? special[value] : value,
  );
}

/** Samples that tooling/parity/classic_data.py drew. */
export interface Dataset {
  readonly X: number[][];
  readonly y: number[];
}

/** One of the sets drawn by tooling/parity/classic_data.py; fixtures name them. */
export function dataset(name: string): Dataset {
  const all = fixture<Record<string, Dataset>>('data');
  if (!Object.hasOwn(all, name)) throw new Error(`there is no data set '${name}': ${Object.keys(all).join(', ')}`);
  return all[name];
}

/**
 * Every element within tolerance · max(|reference|, scale) of its reference, and the same shape. The scale is what an element of
 * this result is measured against where it is small itself: its largest neighbour, unless given.
 *
 * @returns the largest error, relative to that
 */
export function expectClose(
  actual: Tensor | ArrayLike<number> | number,
  reference: Nested,
  tolerance: number,
  what = 'value',
): number {
  const expected = tensor(reference as number[], { dtype: 'float64' });
  if (isTensor(actual)) expect(actual.shape, what).toEqual(expected.shape);
  const found = typeof actual === 'number' ? [actual] : isTensor(actual) ? toTypedArray(actual) : actual;
  const truth: Float64Array = toTypedArray(expected) as Float64Array;
  expect(found.length, what).toBe(truth.length);
  const scale = truth.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
  let worst = 0;
  for (let i = 0; i < truth.length; i++) {
    if (Object.is(found[i], truth[i])) continue;
    const error = Math.abs(found[i] - truth[i]) / (scale || 1);
    expect(error, `${what}, element ${i}: ${found[i]}, expected ${truth[i]}`).toBeLessThanOrEqual(tolerance);
    worst = Math.max(worst, error);
  }
  return worst;
}

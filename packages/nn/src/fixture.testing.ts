import { readFileSync } from 'node:fs';
import { type Tensor, tensor, toTypedArray } from '@ml/tensor';
import { expect } from 'vitest';

/** Nested numbers as a fixture has them. */
export type Nested = number | Nested[];

/** A file of packages/nn/fixtures. */
export function readFixture(name: string): Uint8Array {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
}

/** Reference numbers written by tooling/parity/nn.py. */
export function fixture<T>(name: string): T {
  return JSON.parse(Buffer.from(readFixture(`${name}.json`)).toString(), (_, value) => special[value] ?? value);
}

/** What JSON has no numbers for. */
const special: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Infinity, '-Infinity': -Infinity };

export const precisions = [
  { dtype: 'float64', tolerance: 1e-10 },
  { dtype: 'float32', tolerance: 1e-5 },
] as const;

export function toTensor(values: Nested, dtype: 'float32' | 'float64' | 'int32'): Tensor {
  return tensor(values as number[], { dtype });
}

/** Same shape, and every element near its reference. */
export function expectClose(actual: Tensor | null | undefined, reference: Nested, tolerance: number): void {
  if (actual === null || actual === undefined) throw new Error('there is no tensor to compare');
  const expected = toTypedArray(tensor(reference as number[], { dtype: 'float64' }));
  expect(actual.shape).toEqual(tensor(reference as number[], { dtype: 'float64' }).shape);
  const found = toTypedArray(actual);
  for (let i = 0; i < expected.length; i++) expectNear(found[i], expected[i], tolerance, `element ${i}`);
}

/** |a − b| ≤ tolerance · max(|b|, 1): the references are of the order of one. */
export function expectNear(actual: number, expected: number, tolerance: number, what = 'value'): void {
  if (Object.is(actual, expected)) return;
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), 1);
  expect(error, `${what}: ${actual}, expected ${expected}`).toBeLessThanOrEqual(tolerance);
}

import { expect } from 'vitest';
import { flat } from './subject.testing.ts';

/** The same results but for rounding: every number within `tolerance` of the largest one of its method, words equal. */
export function expectSame(
  actual: Record<string, unknown>,
  expected: Record<string, unknown>,
  tolerance: number,
): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, reference] of Object.entries(expected)) {
    const found = flat(actual[name]);
    const truth = flat(reference);
    expect(found.length, name).toBe(truth.length);
    const scale = truth.reduce<number>((most, value) => {
      const size = Math.abs(Number(value));
      return Number.isFinite(size) ? Math.max(most, size) : most;
    }, 1e-12);
    truth.forEach((value, i) => {
      if (Object.is(found[i], value)) return;
      const error = Math.abs(Number(found[i]) - Number(value)) / scale;
      expect(error, `${name}, element ${i}: ${found[i]}, expected ${value}`).toBeLessThanOrEqual(tolerance);
    });
  }
}

/** Thrown by `work`; fails where nothing is. */
export function thrownBy(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

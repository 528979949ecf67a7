import type { Pcg64 } from './pcg64.ts';

/** Anything with numbered places that can be written: arrays and typed arrays. */
export interface MutableSequence<T = unknown> {
  readonly length: number;
  [index: number]: T;
}

/** A uniform integer in [0, max] from one generator: how a shuffle picks its partners. */
export type BoundedDraw = (bits: Pcg64, max: number) => number;

/**
 * Fisher–Yates from the back: place i takes a uniform one of the places 0 … i, for i = length − 1 … first.
 * The places from `first` on are then a uniform sample in random order; first = 1 shuffles all.
 *
 * @param draw NumPy's shuffle and permutation use `maskedInteger`, its choice uses `boundedInteger`
 * @reference Durstenfeld, Algorithm 235, CACM 7 (1964)
 */
export function shuffleTail<T>(bits: Pcg64, items: MutableSequence<T>, first: number, draw: BoundedDraw): void {
  for (let i = items.length - 1; i >= first; i--) {
    const j = draw(bits, i);
    const item = items[j];
    items[j] = items[i];
    items[i] = item;
  }
}

/** 0, 1, …, n − 1. */
export function ascending(n: number): Int32Array {
  const numbers = new Int32Array(n);
  for (let i = 0; i < n; i++) numbers[i] = i;
  return numbers;
}

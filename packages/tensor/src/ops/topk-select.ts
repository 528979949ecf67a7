import type { Keys } from './sort-order.ts';

/**
 * Positions of the k smallest keys in no particular order, of equal ones the first; NaN is larger than everything.
 *
 * A heap of k positions with the worst on top: every further key is compared with that one alone, so a row of n costs
 * n + k·log k·log(n/k) steps where its order is random, and n·log k at worst.
 */
export function smallestPlaces(keys: Keys, k: number): Int32Array {
  const heap = new Int32Array(k);
  if (k === 0) return heap;
  for (let i = 0; i < k; i++) heap[i] = i;
  for (let i = (k >> 1) - 1; i >= 0; i--) siftDown(keys, heap, i);
  for (let i = k; i < keys.length; i++) {
    // A later equal key is worse: strictly smaller only. What is better than NaN is any number.
    if (keys[i] < keys[heap[0]] || (Number.isNaN(keys[heap[0]]) && !Number.isNaN(keys[i]))) {
      heap[0] = i;
      siftDown(keys, heap, 0);
    }
  }
  return heap;
}

/** Whether position i goes behind position j. */
function isWorse(keys: Keys, i: number, j: number): boolean {
  const [a, b] = [keys[i], keys[j]];
  if (a === b) return i > j;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && (!Number.isNaN(b) || i > j);
  return a > b;
}

function siftDown(keys: Keys, heap: Int32Array, start: number): void {
  const moving = heap[start];
  let hole = start;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isWorse(keys, heap[child + 1], heap[child])) child++;
    if (!isWorse(keys, heap[child], moving)) break;
    heap[hole] = heap[child];
    hole = child;
  }
  heap[hole] = moving;
}

// The k nearest of what has been seen, as a heap whose root is the farthest of them. Many heaps lie behind one another in two flat
// arrays: keys and ids from `base`. Of equal keys the smaller id is nearer, so that the order of arrival changes nothing.

import type { Nearest } from './neighbor-index.ts';

/** Id of a place that nothing has taken yet: larger than any other. */
export const nobody = 2 ** 31 - 1;

export function clearHeaps(keys: Float64Array, ids: Int32Array): void {
  keys.fill(Number.POSITIVE_INFINITY);
  ids.fill(nobody);
}

/** Whether the entry at `place` is farther than (key, id). */
export function isFarther(keys: Float64Array, ids: Int32Array, place: number, key: number, id: number): boolean {
  return keys[place] > key || (keys[place] === key && ids[place] > id);
}

/** Puts (key, id), which is nearer than the root, in place of it. */
export function replaceFarthest(
  keys: Float64Array,
  ids: Int32Array,
  base: number,
  size: number,
  key: number,
  id: number,
): void {
  let hole = base;
  for (let child = base + 1; child < base + size; child = 2 * hole - base + 1) {
    if (child + 1 < base + size && isFarther(keys, ids, child + 1, keys[child], ids[child])) child++;
    if (!isFarther(keys, ids, child, key, id)) break;
    keys[hole] = keys[child];
    ids[hole] = ids[child];
    hole = child;
  }
  keys[hole] = key;
  ids[hole] = id;
}

/** Turns the heap into a list, nearest first. */
export function sortHeap(keys: Float64Array, ids: Int32Array, base: number, size: number): void {
  for (let last = base + size - 1; last > base; last--) {
    const key = keys[last];
    const id = ids[last];
    keys[last] = keys[base];
    ids[last] = ids[base];
    replaceFarthest(keys, ids, base, last - base, key, id);
  }
}

/** Heaps of size k, one behind the other, as lists of neighbours; in place. */
export function nearestOfHeaps(
  keys: Float64Array,
  indices: Int32Array,
  k: number,
  toDistance: (key: number) => number,
): Nearest {
  for (let base = 0; base < keys.length; base += k) sortHeap(keys, indices, base, k);
  for (let i = 0; i < keys.length; i++) keys[i] = toDistance(keys[i]);
  return { distances: keys, indices };
}

import { radixOrder } from './sort-radix.ts';

/** Numbers to sort by, one row of them. */
export type Keys = Float32Array | Float64Array;

/** From this length on a row is sorted by radix: below, clearing its counters costs more than comparing. */
const radixLength = 400;
/** Runs this short are sorted by insertion: cheaper than merging them. */
const runLength = 12;

/** The order that sorts `keys` upwards, stable, with NaN behind everything else: keys[order[0]] ≤ keys[order[1]] ≤ …. */
export function stableOrder(keys: Keys): Int32Array {
  return keys.length < radixLength ? mergeOrder(keys) : radixOrder(keys);
}

/**
 * The same by comparing, for short rows.
 *
 * Bottom-up merge sort on the positions: typed arrays only and no comparison callback, which costs more than the sort.
 */
export function mergeOrder(keys: Keys): Int32Array {
  const n = keys.length;
  let order = new Int32Array(n);
  const numbers = partitionNaN(keys, order);
  for (let start = 0; start < numbers; start += runLength)
    insertionSort(keys, order, start, Math.min(numbers, start + runLength));
  let spare = order.slice();
  for (let width = runLength; width < numbers; width *= 2) {
    for (let start = 0; start < numbers; start += 2 * width) {
      merge(keys, order, spare, start, Math.min(numbers, start + width), Math.min(numbers, start + 2 * width));
    }
    [order, spare] = [spare, order];
  }
  return order;
}

/** Writes the positions of numbers, then those of NaNs, both in their order; returns how many numbers there are. */
function partitionNaN(keys: Keys, order: Int32Array): number {
  let next = 0;
  for (let i = 0; i < keys.length; i++) if (!Number.isNaN(keys[i])) order[next++] = i;
  const numbers = next;
  for (let i = 0; next < keys.length; i++) if (Number.isNaN(keys[i])) order[next++] = i;
  return numbers;
}

function insertionSort(keys: Keys, order: Int32Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const moving = order[i];
    const key = keys[moving];
    let j = i - 1;
    while (j >= start && keys[order[j]] > key) {
      order[j + 1] = order[j];
      j--;
    }
    order[j + 1] = moving;
  }
}

/** Merges from[start … middle) and from[middle … end), both sorted; equal keys keep their order. */
function merge(keys: Keys, from: Int32Array, to: Int32Array, start: number, middle: number, end: number): void {
  let left = start;
  let right = middle;
  for (let out = start; out < end; out++) {
    const takeLeft = right >= end || (left < middle && keys[from[left]] <= keys[from[right]]);
    to[out] = takeLeft ? from[left++] : from[right++];
  }
}

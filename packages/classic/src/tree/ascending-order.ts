/** Below so many values comparing them is as fast. */
const few = 512;
const digitBits = 11;
/** Runs of equal leading bits up to this length are sorted by insertion. */
const shortRun = 32;

/**
 * The order that sorts numbers, NaN excluded; equal ones keep theirs.
 *
 * The leading 32 bits of a double (sign, exponent, 20 bits of the fraction) are sorted in three passes of counting; those that agree in
 * all of them are neighbours then, and are compared.
 *
 * @shape values [N] → [N]
 * @complexity O(N) unless many values agree in their leading bits but differ
 */
export function ascendingOrder(values: Float64Array): Int32Array {
  const n = values.length;
  let order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  if (n < few) return order.sort((a, b) => values[a] - values[b]);
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * n);
  let keys = new Uint32Array(n);
  for (let i = 0; i < n; i++) keys[i] = unsignedOrder(words[2 * i + 1]);
  let spareKeys = new Uint32Array(n);
  let spareOrder = new Int32Array(n);
  const counts = new Int32Array(1 << digitBits);
  for (let skip = 0; skip < 32; skip += digitBits) {
    countingPass(spareKeys, spareOrder, keys, order, counts, skip);
    [keys, spareKeys] = [spareKeys, keys];
    [order, spareOrder] = [spareOrder, order];
  }
  sortRuns(order, keys, values);
  return order;
}

/** The leading half of a double as an unsigned integer of the same order: all bits of negative ones turn, else the sign. */
function unsignedOrder(high: number): number {
  return high ^ (-(high >>> 31) | 0x80000000);
}

function countingPass(
  outKeys: Uint32Array,
  outOrder: Int32Array,
  keys: Uint32Array,
  order: Int32Array,
  counts: Int32Array,
  skip: number,
): void {
  const mask = counts.length - 1;
  counts.fill(0);
  for (let i = 0; i < keys.length; i++) counts[(keys[i] >>> skip) & mask]++;
  let begin = 0;
  for (let d = 0; d < counts.length; d++) {
    const count = counts[d];
    counts[d] = begin;
    begin += count;
  }
  for (let i = 0; i < keys.length; i++) {
    const at = counts[(keys[i] >>> skip) & mask]++;
    outKeys[at] = keys[i];
    outOrder[at] = order[i];
  }
}

/** Sorts each stretch of equal keys by the values themselves. */
function sortRuns(order: Int32Array, keys: Uint32Array, values: Float64Array): void {
  for (let start = 0; start < keys.length; ) {
    let end = start + 1;
    let isSorted = true;
    for (; end < keys.length && keys[end] === keys[start]; end++)
      if (values[order[end]] < values[order[end - 1]]) isSorted = false;
    if (!isSorted) {
      if (end - start > shortRun) order.subarray(start, end).sort((a, b) => values[a] - values[b]);
      else insertionSort(order, values, start, end);
    }
    start = end;
  }
}

function insertionSort(order: Int32Array, values: Float64Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const row = order[i];
    let at = i - 1;
    for (; at >= start && values[order[at]] > values[row]; at--) order[at + 1] = order[at];
    order[at + 1] = row;
  }
}

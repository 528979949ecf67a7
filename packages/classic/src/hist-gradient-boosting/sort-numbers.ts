/** Below this many the built-in sort is as fast. */
const few = 1024;
/** Bits a pass looks at. */
const digit = 11;
/** Longest run of equal upper halves that insertion sorts. */
const longRun = 24;

/**
 * Sorts numbers in place, ascending; none may be NaN.
 *
 * Radix sort by the upper half of each number (sign, exponent and 20 bits of the fraction) in three passes; numbers that agree in it are
 * neighbours then, and are put in order one by one.
 *
 * @complexity O(n)
 */
export function sortNumbers(values: Float64Array): Float64Array {
  const n = values.length;
  if (n < few) return values.sort();
  const counts = new Uint32Array(3 << digit);
  let from = values.slice();
  let to = new Float64Array(n);
  let words = new Uint32Array(from.buffer);
  for (let i = 0; i < n; i++) {
    const key = ascending(words[2 * i + 1]);
    counts[key & 2047]++;
    counts[2048 + ((key >>> 11) & 2047)]++;
    counts[4096 + (key >>> 22)]++;
  }
  for (let pass = 0; pass < 3; pass++) {
    const starts = counts.subarray(pass << digit, (pass + 1) << digit);
    for (let value = 0, sum = 0; value < starts.length; value++) {
      const count = starts[value];
      starts[value] = sum;
      sum += count;
    }
    const shift = pass * digit;
    for (let i = 0; i < n; i++) to[starts[(ascending(words[2 * i + 1]) >>> shift) & 2047]++] = from[i];
    [from, to] = [to, from];
    words = new Uint32Array(from.buffer);
  }
  sortRuns(from, words);
  values.set(from);
  return values;
}

/** Upper halves as unsigned integers in the order of the numbers: negative ones have all bits turned, others the sign. */
function ascending(high: number): number {
  return (high ^ (-(high >>> 31) | 0x80000000)) >>> 0;
}

/** Sorts where neighbours share their upper half. */
function sortRuns(values: Float64Array, words: Uint32Array): void {
  const n = values.length;
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && words[2 * end + 1] === words[2 * start + 1]) end++;
    if (end - start > longRun) values.subarray(start, end).sort();
    else
      for (let i = start + 1; i < end; i++) {
        const value = values[i];
        let j = i;
        for (; j > start && values[j - 1] > value; j--) values[j] = values[j - 1];
        values[j] = value;
      }
    start = end;
  }
}

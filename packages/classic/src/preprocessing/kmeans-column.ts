/**
 * Centres of k-means on one feature: Lloyd's algorithm on sorted values.
 *
 * Groups are then intervals: their borders are found by bisection and their sums by differences of prefix sums, so a round costs
 * O(K log N). A centre that lost all its values moves to the value that is farthest from its own centre.
 *
 * @param sorted ascending values
 * @param start a first guess of the centres
 * @returns the centres, ascending
 */
export function kmeansColumn(sorted: Float64Array, start: Float64Array): Float64Array {
  const n = sorted.length;
  const origin = sorted[n >> 1];
  const sums = new Float64Array(n + 1); // of values less the origin: prefix sums lose fewer digits
  let squares = 0;
  for (let i = 0; i < n; i++) {
    sums[i + 1] = sums[i] + (sorted[i] - origin);
    squares += (sorted[i] - origin) ** 2;
  }
  const tolerance = 1e-4 * (squares / n - (sums[n] / n) ** 2);
  let centres = start.slice().sort();
  let names = Array.from(centres.keys()); // which centre of the start each one is: they may overtake each other
  let earlier: Groups | null = null;
  for (let round = 0; round < 300; round++) {
    const groups: Groups = { sorted, centres, names, borders: bordersBetween(sorted, centres) };
    const next = meansOf(groups, sums, origin);
    const shift = next.reduce((sum, centre, k) => sum + (centre - groups.centres[k]) ** 2, 0);
    const order = Array.from(next.keys()).sort((a, b) => next[a] - next[b]);
    centres = Float64Array.from(order, (k) => next[k]);
    names = order.map((k) => groups.names[k]);
    if (shift <= tolerance || (earlier !== null && areEqual(groups, earlier))) break;
    earlier = groups;
  }
  return centres;
}

interface Groups {
  readonly sorted: Float64Array;
  readonly centres: Float64Array;
  readonly names: readonly number[];
  /** Group k is [borders[k], borders[k + 1]). */
  readonly borders: Int32Array;
}

function areEqual(a: Groups, b: Groups): boolean {
  const { length } = a.names;
  for (let k = 0; k < length; k++) {
    const isEmpty = a.borders[k] === a.borders[k + 1];
    if (a.borders[k + 1] !== b.borders[k + 1] || (!isEmpty && a.names[k] !== b.names[k])) return false;
  }
  return true;
}

/** Means of the groups, from prefix sums of the values less the origin; a group that relocation left empty goes to the middle. */
function meansOf(groups: Groups, sums: Float64Array, origin: number): Float64Array {
  const { borders } = groups;
  const counts = groups.centres.map((_, k) => borders[k + 1] - borders[k]);
  const totals = counts.map((count, k) => sums[borders[k + 1]] - sums[borders[k]] + count * origin);
  if (counts.includes(0)) relocateEmpty(groups, counts, totals);
  const middle = origin + sums[sums.length - 1] / (sums.length - 1);
  return counts.map((count, k) => (count === 0 ? middle : totals[k] / count));
}

/** A value half-way belongs to the lower centre. */
function bordersBetween(sorted: Float64Array, centres: Float64Array): Int32Array {
  const borders = new Int32Array(centres.length + 1);
  for (let k = 1; k < centres.length; k++) {
    let low = borders[k - 1];
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] - centres[k - 1] <= centres[k] - sorted[middle]) low = middle + 1;
      else high = middle;
    }
    borders[k] = low;
  }
  borders[centres.length] = sorted.length;
  return borders;
}

/** Gives every empty group the value that is farthest from its centre of those left, and takes it from the group it was in. */
function relocateEmpty({ sorted, borders, centres }: Groups, counts: Float64Array, totals: Float64Array): void {
  const far: { readonly value: number; readonly group: number; readonly distance: number }[] = [];
  for (let k = 0; k < centres.length; k++)
    for (let i = borders[k]; i < borders[k + 1]; i++)
      far.push({ value: sorted[i], group: k, distance: Math.abs(sorted[i] - centres[k]) });
  far.sort((a, b) => b.distance - a.distance);
  const empty = Array.from(counts.keys()).filter((k) => counts[k] === 0);
  empty.slice(0, far.length).forEach((k, i) => {
    const { value, group } = far[i];
    totals[group] -= value;
    counts[group]--;
    totals[k] = value;
    counts[k] = 1;
  });
}

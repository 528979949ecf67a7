export interface InfrequentOptions {
  readonly samples: number;
  /** Fewest samples, or their share where below 1. */
  readonly minFrequency: number | null;
  /** Most groups of categories, that of the infrequent ones counted. */
  readonly maxCategories: number | null;
}

/**
 * Categories that are put together because they are rare: those below the frequency, and as many of the rarest as there are too
 * many. Of equally rare ones the first go.
 *
 * @returns their numbers, ascending
 */
export function infrequentCategories(
  counts: Int32Array,
  { samples, minFrequency, maxCategories }: InfrequentOptions,
): Int32Array {
  const least = minFrequency === null ? 0 : minFrequency < 1 ? minFrequency * samples : minFrequency;
  const all = Array.from(counts.keys());
  const infrequent = new Set(all.filter((k) => counts[k] < least));
  if (maxCategories !== null && maxCategories < counts.length - infrequent.size + 1) {
    const rarest = [...all].sort((a, b) => counts[a] - counts[b]);
    for (const k of rarest.slice(0, counts.length - maxCategories + 1)) infrequent.add(k);
  }
  return Int32Array.from(infrequent).sort();
}

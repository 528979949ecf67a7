import type { Rng } from '@ml/tensor';

/** How often each of n samples occurs among so many drawn with repeats. @shape → [n] */
export function bootstrapCounts(rng: Rng, n: number, drawn: number): Int32Array {
  const counts = new Int32Array(n);
  for (const sample of rng.fillIntegers(new Int32Array(drawn), 0, n)) counts[sample]++;
  return counts;
}

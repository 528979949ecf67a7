import { logGamma } from '../special/log-gamma.ts';
import type { Contingency } from './contingency-matrix.ts';

/**
 * Mean mutual information of two clusterings with these sizes whose samples are assigned at random.
 *
 * Σᵢⱼ Σₙ n/N · log(N·n / (aᵢ·bⱼ)) · P(n), where n samples that i and j share follow the hypergeometric distribution. Clusters of the
 * same size give the same sum: sizes are taken once, with how often they occur.
 *
 * @complexity O(N · number of distinct sizes)
 * @reference Vinh, Epps & Bailey (2010), eq. 24a
 */
export function expectedMutualInformation({ samples: n, rows, columns }: Contingency): number {
  if (rows.length === 1 || columns.length === 1) return 0; // a single cluster says nothing
  const logFactorial = Float64Array.from({ length: n + 1 }, (_, i) => logGamma(i + 1));
  const bySize = (sizes: Float64Array): Map<number, number> => {
    const counts = new Map<number, number>();
    for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
    return counts;
  };
  const columnSizes = bySize(columns);
  let expected = 0;
  for (const [a, aCount] of bySize(rows))
    for (const [b, bCount] of columnSizes) {
      const fixed = logFactorial[a] + logFactorial[b] + logFactorial[n - a] + logFactorial[n - b] - logFactorial[n];
      const logSizes = Math.log(a) + Math.log(b) - Math.log(n);
      let sum = 0;
      for (let shared = Math.max(1, a + b - n); shared <= Math.min(a, b); shared++) {
        const ways =
          logFactorial[shared] + logFactorial[a - shared] + logFactorial[b - shared] + logFactorial[n - a - b + shared];
        sum += (shared / n) * (Math.log(shared) - logSizes) * Math.exp(fixed - ways);
      }
      expected += aCount * bCount * sum;
    }
  return expected;
}

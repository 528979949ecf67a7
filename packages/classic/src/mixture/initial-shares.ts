import { type Rng, sub, type Tensor, tidy } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { kMeansPlusPlus } from '../cluster/k-means-plus-plus.ts';
import { lloyd } from '../cluster/lloyd.ts';

export type InitParams = 'kmeans' | 'k-means++' | 'random' | 'random_from_data';

/** How much each sample belongs to each component at first. @shape X [N, F] → [K, N] */
export function initialShares(
  X: Tensor<[number, number]>,
  k: number,
  { how, rng }: { readonly how: InitParams; readonly rng: Rng },
): Tensor<[number, number]> {
  const n = X.shape[0];
  const shares = new Float64Array(k * n);
  if (how === 'random') {
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let c = 0; c < k; c++) sum += shares[c * n + i] = rng.random();
      for (let c = 0; c < k; c++) shares[c * n + i] /= sum;
    }
  } else if (how === 'kmeans') {
    clusters(X, k, rng).forEach((label, i) => {
      shares[label * n + i] = 1;
    });
  } else {
    const chosen = how === 'k-means++' ? kMeansPlusPlus(X, k, rng) : rng.choice(n, k, { replace: false });
    chosen.forEach((sample, c) => {
      shares[c * n + sample] = 1;
    });
  }
  return matrix(shares, k, n);
}

/** The nearest of k centres for each sample, after Lloyd's rounds from one start. @shape → [N] */
function clusters(X: Tensor<[number, number]>, k: number, rng: Rng): Int32Array {
  return tidy(() => {
    const f = X.shape[1];
    const centered = sub(X, X.mean({ axis: 0 })) as Tensor<[number, number]>;
    const start = new Float64Array(k * f);
    kMeansPlusPlus(centered, k, rng).forEach((sample, c) => {
      start.set(values(centered).subarray(sample * f, (sample + 1) * f), c * f);
    });
    return lloyd(centered, null, start, { maxIter: 300, tol: 0 }).labels;
  });
}

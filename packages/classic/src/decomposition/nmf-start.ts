import { type Rng, type Tensor, tidy } from '@ml/tensor';
import { randomizedSVD } from './randomized-svd.ts';

export type NMFInit = 'random' | 'nndsvd' | 'nndsvda' | 'nndsvdar';

/** X ≈ W·H */
export interface Factors {
  /** [N, K] */
  readonly W: Float64Array;
  /** [K, F] */
  readonly H: Float64Array;
}

/** Elements of the start below this are 0. */
const tiny = 1e-6;

/**
 * Non-negative factors to start from.
 *
 * 'random': sizes of normal numbers, scaled to the mean of X. The others take the larger one, by norm, of the positive and the negative
 * part of each pair of singular vectors; 'nndsvd' leaves zeros, which multiplicative updates cannot leave, 'nndsvda' puts the mean
 * of X there, 'nndsvdar' small random numbers.
 *
 * @shape X [N, F], ≥ 0
 * @reference Boutsidis & Gallopoulos, SVD based initialization (2008); agrees with scikit-learn but for the draws
 */
export function startingFactors(
  X: Tensor<[number, number]>,
  k: number,
  { init, rng }: { readonly init: NMFInit; readonly rng: Rng },
): Factors {
  const [n, f] = X.shape;
  const average = tidy(() => X.mean().item());
  if (init === 'random') {
    const scale = Math.sqrt(average / k);
    const draw = (count: number) => rng.fillNormal(new Float64Array(count)).map((value) => scale * Math.abs(value));
    const H = draw(k * f);
    return { W: draw(n * k), H };
  }
  const { U, s, Vt } = randomizedSVD(X, { count: k, oversamples: 10, iterations: null, rng });
  const W = new Float64Array(n * k);
  const H = new Float64Array(k * f);
  for (let c = 0; c < k; c++) {
    const u = Float64Array.from({ length: n }, (_, i) => U[i * k + c]);
    const v = Vt.subarray(c * f, (c + 1) * f);
    const [plus, minus] = [1, -1].map((sign) => ({ sign, u: partNorm(u, sign), v: partNorm(v, sign) }));
    // The leading vectors of a matrix ≥ 0 have one sign but for rounding.
    const part = plus.u * plus.v > minus.u * minus.v ? plus : minus;
    const size = Math.sqrt(s[c] * part.u * part.v);
    for (let i = 0; i < n; i++) W[i * k + c] = share(part.sign * u[i], part.u, size);
    for (let j = 0; j < f; j++) H[c * f + j] = share(part.sign * v[j], part.v, size);
  }
  if (init === 'nndsvda') for (const factor of [W, H]) fillZeros(factor, () => average);
  if (init === 'nndsvdar') for (const factor of [W, H]) fillZeros(factor, () => Math.abs(average * rng.normal()) / 100);
  return { W, H };
}

/** Norm of the elements of that sign. */
function partNorm(vector: Float64Array, sign: number): number {
  let sum = 0;
  for (const value of vector) if (sign * value > 0) sum += value * value;
  return Math.sqrt(sum);
}

function share(value: number, norm: number, size: number): number {
  const scaled = value > 0 ? (size * value) / norm : 0;
  return scaled < tiny ? 0 : scaled;
}

function fillZeros(factor: Float64Array, fill: () => number): void {
  for (let i = 0; i < factor.length; i++) if (factor[i] === 0) factor[i] = fill();
}

/** 'box-cox' is for x > 0, 'yeo-johnson' for all x. */
export type PowerMethod = 'yeo-johnson' | 'box-cox';

/**
 * (eᵗ − 1) / λ with t = λ·log: the power (bᵏ − 1) / λ of a base given by its logarithm, exact also for λ near 0.
 */
function power(log: number, lambda: number): number {
  return Math.abs(lambda) < Number.EPSILON ? log : Math.expm1(lambda * log) / lambda;
}

/** log b of the base with (bᵏ − 1) / λ = z. */
function powerInverse(z: number, lambda: number): number {
  return Math.abs(lambda) < Number.EPSILON ? z : Math.log1p(lambda * z) / lambda;
}

/**
 * x with its spread made even.
 *
 * Box-Cox: (xᵏ − 1) / λ. Yeo-Johnson: that of x + 1 for x ≥ 0, and for x < 0 −((1 − x)²⁻ᵏ − 1) / (2 − λ), λ written k above.
 */
export function powerTransform(method: PowerMethod, x: number, lambda: number): number {
  if (method === 'box-cox') return power(Math.log(x), lambda);
  return x < 0 ? -power(Math.log1p(-x), 2 - lambda) : power(Math.log1p(x), lambda);
}

/** The x that `powerTransform` takes to z. */
export function powerInverseTransform(method: PowerMethod, z: number, lambda: number): number {
  if (method === 'box-cox') return Math.exp(powerInverse(z, lambda));
  return z < 0 ? -Math.expm1(powerInverse(-z, 2 - lambda)) : Math.expm1(powerInverse(z, lambda));
}

/**
 * The λ under which the transformed values are most likely normal: the largest −N/2 · log σ²(λ) + (λ − 1) Σ ± log b.
 *
 * Newton's method on the derivative, which is exact: λ has all its digits after some six rounds. Where a step would leave what is
 * known to hold the root, the interval is halved instead. Logarithms of the bases are taken once.
 *
 * @param column no NaN; > 0 for Box-Cox
 * @special 1 for equal values, NaN for none
 */
export function likeliestPower(method: PowerMethod, column: Float64Array): number {
  if (column.length === 0) return Number.NaN;
  const likelihood = new PowerLikelihood(method, column);
  let lambda = 1;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 200; round++) {
    const { slope, curvature } = likelihood.at(lambda);
    if (Number.isNaN(slope)) {
      if (likelihood.isConstant || round > 20) return 1;
      lambda /= 2; // a power overflowed
      continue;
    }
    if (slope > 0) high = lambda;
    else low = lambda;
    const newton = curvature > 0 ? -slope / curvature : -Math.sign(slope);
    // the error after a step of Newton's is about its square
    if (Math.abs(newton) <= 1e-9 * Math.max(1, Math.abs(lambda))) return lambda + newton;
    const next = lambda + Math.max(-4, Math.min(4, newton));
    lambda = next > low && next < high ? next : (low + high) / 2;
  }
  return lambda;
}

/** The negative log likelihood of λ, by its first two derivatives. */
class PowerLikelihood {
  readonly isConstant: boolean;
  readonly #logs: Float64Array;
  readonly #signs: Int8Array;
  readonly #logSum: number;
  // transformed values and their derivatives
  readonly #z: Float64Array;
  readonly #dz: Float64Array;
  readonly #ddz: Float64Array;

  constructor(method: PowerMethod, column: Float64Array) {
    const n = column.length;
    const logs = new Float64Array(n);
    const signs = new Int8Array(n);
    let logSum = 0;
    let negatives = 0;
    for (let i = 0; i < n; i++) {
      signs[i] = method === 'yeo-johnson' && column[i] < 0 ? -1 : 1;
      logs[i] = method === 'yeo-johnson' ? Math.log1p(Math.abs(column[i])) : Math.log(column[i]);
      logSum += signs[i] * logs[i];
      if (signs[i] < 0) negatives++;
    }
    if (negatives === 0 || negatives === n) {
      // a factor of all bases changes the likelihood by a constant: without it, powers keep their digits far from 1
      const mean = logs.reduce((sum, log) => sum + log, 0) / n;
      for (let i = 0; i < n; i++) logs[i] -= mean;
      logSum = 0;
    }
    this.isConstant = column.every((value) => value === column[0]);
    this.#logs = logs;
    this.#signs = signs;
    this.#logSum = logSum;
    this.#z = new Float64Array(n);
    this.#dz = new Float64Array(n);
    this.#ddz = new Float64Array(n);
  }

  /** NaN where a power overflows or the values are equal. */
  at(lambda: number): { readonly slope: number; readonly curvature: number } {
    const [z, dz, ddz] = [this.#z, this.#dz, this.#ddz];
    const n = z.length;
    let [mean, dMean, ddMean] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const log = this.#logs[i];
      const isNegative = this.#signs[i] < 0;
      const exponent = isNegative ? 2 - lambda : lambda;
      const t = exponent * log;
      let [value, first, second] = [0, 0, 0];
      if (Math.abs(exponent) > 0.02 || Math.abs(t) > 0.5) {
        const power = Math.exp(t);
        value = (power - 1) / exponent;
        first = (log * power - value) / exponent;
        second = (log * log * power - 2 * first) / exponent;
      } else {
        value = log * growth(t, 0);
        first = log * log * growth(t, 1);
        second = log * log * log * growth(t, 2);
      }
      z[i] = isNegative ? -value : value;
      dz[i] = first;
      ddz[i] = isNegative ? -second : second;
      mean += z[i];
      dMean += dz[i];
      ddMean += ddz[i];
    }
    mean /= n;
    dMean /= n;
    ddMean /= n;
    let [variance, dCovariance, dVariance, ddCovariance] = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const a = z[i] - mean;
      const b = dz[i] - dMean;
      variance += a * a;
      dCovariance += a * b;
      dVariance += b * b;
      ddCovariance += a * (ddz[i] - ddMean);
    }
    const ratio = dCovariance / variance;
    return {
      slope: n * ratio - this.#logSum,
      curvature: n * ((dVariance + ddCovariance) / variance - 2 * ratio * ratio),
    };
  }
}

/** The k-th derivative of (eᵗ − 1) / t = Σ tᵐ / (m + 1)!, for |t| ≤ ½: Σ tᵐ / (m! (m + k + 1)). */
function growth(t: number, k: number): number {
  let sum = 0;
  let term = 1;
  for (let m = 0; m < 14; m++) {
    sum += term / (m + k + 1);
    term *= t / (m + 1);
  }
  return sum;
}

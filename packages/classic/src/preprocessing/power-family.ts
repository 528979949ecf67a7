import { minimizeScalar } from './minimize-scalar.ts';

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
 * Logarithms of the bases are taken once; each λ that is tried then costs one expm1 per value.
 *
 * @param column no NaN; > 0 for Box-Cox
 */
export function likeliestPower(method: PowerMethod, column: Float64Array): number {
  const isYeoJohnson = method === 'yeo-johnson';
  const logs = new Float64Array(column.length);
  const signs = new Int8Array(column.length);
  let slope = 0;
  for (let i = 0; i < column.length; i++) {
    signs[i] = isYeoJohnson && column[i] < 0 ? -1 : 1;
    logs[i] = isYeoJohnson ? Math.log1p(Math.abs(column[i])) : Math.log(column[i]);
    slope += signs[i] * logs[i];
  }
  const powers = new Float64Array(column.length);
  return minimizeScalar(
    (lambda) => {
      const variance = varianceOfPowers(powers, logs, signs, lambda);
      if (!(variance >= 2.2250738585072014e-308)) return Number.POSITIVE_INFINITY;
      return (column.length / 2) * Math.log(variance) - (lambda - 1) * slope;
    },
    -2,
    2,
  );
}

function varianceOfPowers(out: Float64Array, logs: Float64Array, signs: Int8Array, lambda: number): number {
  let mean = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = signs[i] < 0 ? -power(logs[i], 2 - lambda) : power(logs[i], lambda);
    mean += out[i];
  }
  mean /= out.length;
  let sum = 0;
  for (let i = 0; i < out.length; i++) sum += (out[i] - mean) ** 2;
  return sum / out.length;
}

import { quantileInPlace, weightedQuantile } from './quantile.ts';

/**
 * A loss ℓ(y, r) of raw predictions r, and what boosting needs of it. Raw predictions are [K, N], K = 1 but for several classes;
 * derivatives are kept side by side, [K, N, 2], in float32: sums of them in float64 round little, and subtract well.
 */
export interface Loss {
  /** K: raw predictions of a sample, and trees of an iteration. */
  readonly outputs: number;
  /** Every second derivative is 1. */
  readonly constantHessian: boolean;
  /** The best constant r. @shape → [K] */
  baseline(y: Float64Array, weights: Float64Array | null): Float64Array;
  /** Writes weight · (∂ℓ/∂r, ∂²ℓ/∂r²). */
  derivatives(pairs: Float32Array, raw: Float64Array, y: Float64Array, weights: Float64Array | null): void;
  /** Σ w ℓ / Σ w */
  mean(raw: Float64Array, y: Float64Array, weights: Float64Array | null): number;
  /** The best constant to add for samples with these residuals y − r; null where the Newton step of the tree stays. */
  readonly leafValue: ((residuals: Float64Array, weights: Float64Array | null) => number) | null;
}

function weightedMean(y: Float64Array, weights: Float64Array | null): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const weight = weights === null ? 1 : weights[i];
    sum += weight * y[i];
    total += weight;
  }
  return sum / total;
}

type Pointwise = (y: number, raw: number) => number;

/** Losses of one output; `value` is what they are for one sample. */
function pointwise(
  value: Pointwise,
  derivatives: Loss['derivatives'],
  rest: Pick<Loss, 'constantHessian' | 'baseline' | 'leafValue'>,
): Loss {
  return {
    outputs: 1,
    ...rest,
    derivatives,
    mean: (raw, y, weights) =>
      weightedMean(
        y.map((target, i) => value(target, raw[i])),
        weights,
      ),
  };
}

/** ℓ = ½(y − r)² */
export function squaredError(weighted: boolean): Loss {
  return pointwise(
    (y, raw) => 0.5 * (y - raw) * (y - raw),
    (pairs, raw, y, weights) => {
      for (let i = 0; i < y.length; i++) {
        const weight = weights === null ? 1 : weights[i];
        pairs[2 * i] = (raw[i] - y[i]) * weight;
        pairs[2 * i + 1] = weight;
      }
    },
    {
      constantHessian: !weighted,
      baseline: (y, weights) => Float64Array.of(weightedMean(y, weights)),
      leafValue: null,
    },
  );
}

/** ℓ = (q − [y < r])(y − r), twice that for the absolute error, which is q = ½. The trees see slopes; leaves get quantiles. */
function pinball(q: number, scale: number, weighted: boolean, slope: (y: number, raw: number) => number): Loss {
  const best = (values: Float64Array, weights: Float64Array | null) =>
    weights === null ? quantileInPlace(values, q) : weightedQuantile(values, weights, q);
  return pointwise(
    (y, raw) => scale * (y >= raw ? q * (y - raw) : (1 - q) * (raw - y)),
    (pairs, raw, y, weights) => {
      for (let i = 0; i < y.length; i++) {
        const weight = weights === null ? 1 : weights[i];
        pairs[2 * i] = slope(y[i], raw[i]) * weight;
        pairs[2 * i + 1] = weight;
      }
    },
    {
      constantHessian: !weighted,
      baseline: (y, weights) => Float64Array.of(best(y.slice(), weights)),
      leafValue: best,
    },
  );
}

/** ℓ = |y − r|; at y = r the slope is −1. */
export function absoluteError(weighted: boolean): Loss {
  return pinball(0.5, 2, weighted, (y, raw) => (raw > y ? 1 : -1));
}

/** ℓ = (q − [y < r])(y − r) */
export function quantileLoss(q: number, weighted: boolean): Loss {
  return pinball(q, 1, weighted, (y, raw) => (y >= raw ? -q : 1 - q));
}

/** ℓ = eʳ − y·r: half the deviance of Poisson counts with mean eʳ, but for what depends on y alone. */
export function poissonLoss(): Loss {
  return pointwise(
    (y, raw) => Math.exp(raw) - y * raw,
    (pairs, raw, y, weights) => {
      for (let i = 0; i < y.length; i++) {
        const weight = weights === null ? 1 : weights[i];
        const rate = Math.exp(raw[i]);
        pairs[2 * i] = (rate - y[i]) * weight;
        pairs[2 * i + 1] = rate * weight;
      }
    },
    {
      constantHessian: false,
      baseline: (y, weights) => Float64Array.of(Math.log(Math.max(weightedMean(y, weights), 10 * Number.EPSILON))),
      leafValue: null,
    },
  );
}

/** ℓ = log(1 + eʳ) − y·r for classes 0 and 1: r is the logit of class 1. */
export function binomialLoss(): Loss {
  return pointwise(
    (y, raw) => (raw > 0 ? raw + Math.log1p(Math.exp(-raw)) : Math.log1p(Math.exp(raw))) - y * raw,
    (pairs, raw, y, weights) => {
      for (let i = 0; i < y.length; i++) {
        const weight = weights === null ? 1 : weights[i];
        // With e^−|r| nothing overflows, and the small one of p and 1 − p keeps its digits.
        const e = Math.exp(-Math.abs(raw[i]));
        const rare = e / (1 + e);
        const common = 1 / (1 + e);
        const negative = raw[i] < 0;
        pairs[2 * i] = (y[i] === 1 ? -(negative ? common : rare) : negative ? rare : common) * weight;
        pairs[2 * i + 1] = rare * common * weight;
      }
    },
    {
      constantHessian: false,
      baseline: (y, weights) => {
        const clip = 10 * Number.EPSILON;
        const share = Math.min(Math.max(weightedMean(y, weights), clip), 1 - clip);
        return Float64Array.of(Math.log(share / (1 - share)));
      },
      leafValue: null,
    },
  );
}

/** ℓ = log Σ_k eʳᵏ − r_y for classes 0 … K − 1; of the second derivatives the diagonal. */
export function multinomialLoss(classes: number): Loss {
  return {
    outputs: classes,
    constantHessian: false,
    leafValue: null,
    baseline: (y, weights) => {
      const logs = Float64Array.from({ length: classes }, (_, k) => {
        const share = weightedMean(
          y.map((label) => (label === k ? 1 : 0)),
          weights,
        );
        return Math.log(Math.min(Math.max(share, Number.EPSILON), 1 - Number.EPSILON));
      });
      const centre = weightedMean(logs, null);
      return logs.map((value) => value - centre);
    },
    derivatives: (pairs, raw, y, weights) => {
      const n = y.length;
      for (let i = 0; i < n; i++) {
        const weight = weights === null ? 1 : weights[i];
        let most = raw[i];
        for (let k = 1; k < classes; k++) most = Math.max(most, raw[k * n + i]);
        let sum = 0;
        for (let k = 0; k < classes; k++) sum += Math.exp(raw[k * n + i] - most);
        for (let k = 0; k < classes; k++) {
          const p = Math.exp(raw[k * n + i] - most) / sum;
          const at = 2 * (k * n + i);
          pairs[at] = (y[i] === k ? p - 1 : p) * weight;
          pairs[at + 1] = p * (1 - p) * weight;
        }
      }
    },
    mean: (raw, y, weights) => {
      const n = y.length;
      const losses = y.map((label, i) => {
        let most = raw[i];
        for (let k = 1; k < classes; k++) most = Math.max(most, raw[k * n + i]);
        let sum = 0;
        for (let k = 0; k < classes; k++) sum += Math.exp(raw[k * n + i] - most);
        return most + Math.log(sum) - raw[label * n + i];
      });
      return weightedMean(losses, weights);
    },
  };
}

import { quantileInPlace, weightedQuantile } from '../hist-gradient-boosting/quantile.ts';

/** What a loss is measured on. */
export interface BoostedSamples {
  /** Numbers, or codes of classes. @shape [N] */
  readonly y: Float64Array;
  /** @shape [N] */
  readonly weights: Float64Array;
}

/** Samples that ended in one leaf of a tree. */
export interface LeafSamples {
  readonly y: Float64Array;
  readonly weights: Float64Array;
  /** Raw prediction before the tree. */
  readonly raw: Float64Array;
  /** What the tree was fitted to. */
  readonly residuals: Float64Array;
}

/** A loss ℓ(y, r) of raw predictions r [K, N], and what gradient boosting needs of it. */
export interface GradientLoss {
  /** K: raw predictions of a sample, and trees of a stage. */
  readonly outputs: number;
  /** The best constant r. `isWeighted`: the weights were given. @shape → [K] */
  initial(samples: BoostedSamples, isWeighted: boolean): Float64Array;
  /** −∂ℓ/∂r of output k: what the next tree is fitted to. @shape → [N] */
  residuals(k: number, raw: Float64Array, samples: BoostedSamples): Float64Array;
  /** The best constant to add in a leaf, or one Newton step towards it; null: the tree's own value, the mean of the residuals. */
  readonly leafValue: ((leaf: LeafSamples) => number) | null;
  /** Σ w ℓ / Σ w */
  mean(raw: Float64Array, samples: BoostedSamples): number;
}

function meanOf(n: number, weights: Float64Array, value: (i: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    sum += weights[i] * value(i);
    total += weights[i];
  }
  return sum / total;
}

function quantile({ y, weights }: BoostedSamples, q: number, isWeighted: boolean): number {
  return isWeighted ? weightedQuantile(y, weights, q) : quantileInPlace(y.slice(), q);
}

/** y − r */
function differences(raw: Float64Array, y: Float64Array): Float64Array {
  return y.map((value, i) => value - raw[i]);
}

/** ℓ = (y − r)² */
export function squaredLoss(): GradientLoss {
  return {
    outputs: 1,
    initial: ({ y, weights }) => Float64Array.of(meanOf(y.length, weights, (i) => y[i])),
    residuals: (_, raw, { y }) => differences(raw, y),
    leafValue: null,
    mean: (raw, { y, weights }) => meanOf(y.length, weights, (i) => (y[i] - raw[i]) ** 2),
  };
}

/** ℓ = |y − r|; at y = r the tree is told −1. */
export function absoluteLoss(): GradientLoss {
  return {
    outputs: 1,
    initial: (samples, isWeighted) => Float64Array.of(quantile(samples, 0.5, isWeighted)),
    residuals: (_, raw, { y }) => y.map((value, i) => (value - raw[i] > 0 ? 1 : -1)),
    leafValue: ({ y, raw, weights }) => weightedQuantile(differences(raw, y), weights, 0.5),
    mean: (raw, { y, weights }) => meanOf(y.length, weights, (i) => Math.abs(y[i] - raw[i])),
  };
}

/** ℓ = (α − [y ≤ r])(y − r): its minimum is the α-quantile. */
export function quantileLoss(alpha: number): GradientLoss {
  return {
    outputs: 1,
    initial: (samples, isWeighted) => Float64Array.of(quantile(samples, alpha, isWeighted)),
    residuals: (_, raw, { y }) => y.map((value, i) => (value > raw[i] ? alpha : alpha - 1)),
    leafValue: ({ y, raw, weights }) => weightedQuantile(differences(raw, y), weights, (alpha * 100) / 100),
    mean: (raw, { y, weights }) =>
      meanOf(y.length, weights, (i) => (y[i] > raw[i] ? alpha : alpha - 1) * (y[i] - raw[i])),
  };
}

/**
 * Huber's loss: ½d² for |d| ≤ γ, γ(|d| − ½γ) beyond, with d = y − r and γ the α-quantile of |d| before the tree, so that always the
 * same share of samples counts as outliers.
 *
 * @reference Friedman 2001, algorithm 4
 */
export function huberLoss(alpha: number): GradientLoss {
  let gamma = Number.NaN;
  return {
    outputs: 1,
    initial: (samples, isWeighted) => Float64Array.of(quantile(samples, 0.5, isWeighted)),
    residuals: (_, raw, { y, weights }) => {
      const residuals = differences(raw, y);
      gamma = weightedQuantile(residuals.map(Math.abs), weights, (alpha * 100) / 100);
      return residuals.map((d) => (Math.abs(d) <= gamma ? d : gamma * Math.sign(d)));
    },
    leafValue: ({ y, raw, weights }) => {
      const d = differences(raw, y);
      const median = weightedQuantile(d, weights, 0.5);
      let sum = 0;
      for (const each of d) sum += Math.sign(each - median) * Math.min(Math.abs(each - median), gamma);
      return median + sum / d.length;
    },
    mean: (raw, { y, weights }) =>
      meanOf(y.length, weights, (i) => {
        const d = Math.abs(y[i] - raw[i]);
        return d <= gamma ? 0.5 * d * d : gamma * (d - gamma / 2);
      }),
  };
}

/** Shares of classes stay away from 0 and 1 by the rounding of single precision. */
const leastShare = 2 ** -23;

function classShare({ y, weights }: BoostedSamples, k: number): number {
  const share = meanOf(y.length, weights, (i) => (y[i] === k ? 1 : 0));
  return Math.min(Math.max(share, leastShare), 1 - leastShare);
}

/** Less than that is no slope to divide by. */
const flat = 1e-150;

/** Σ w·residual / Σ w·p(1 − p), where p = [y = k] − residual. */
function newtonStep({ y, weights, residuals }: LeafSamples, isOwn: (label: number) => boolean): number {
  let numerator = 0;
  let denominator = 0;
  for (let i = 0; i < y.length; i++) {
    const p = (isOwn(y[i]) ? 1 : 0) - residuals[i];
    numerator += weights[i] * residuals[i];
    denominator += weights[i] * p * (1 - p);
  }
  return Math.abs(denominator) < flat ? 0 : numerator / denominator;
}

/** ℓ = 2·(log(1 + eʳ) − y·r) for classes 0 and 1: r is the logit of class 1. */
export function binomialDeviance(): GradientLoss {
  return {
    outputs: 1,
    initial: (samples) => {
      const share = classShare(samples, 1);
      return Float64Array.of(Math.log(share / (1 - share)));
    },
    residuals: (_, raw, { y }) => y.map((value, i) => value - 1 / (1 + Math.exp(-raw[i]))),
    leafValue: (leaf) => newtonStep(leaf, (label) => label === 1),
    mean: (raw, { y, weights }) =>
      2 *
      meanOf(y.length, weights, (i) => Math.max(raw[i], 0) + Math.log1p(Math.exp(-Math.abs(raw[i]))) - y[i] * raw[i]),
  };
}

/** ℓ = e^(−r·s) for classes s = −1 and 1, which AdaBoost lowers. @reference Friedman, Hastie & Tibshirani 2000 */
export function exponentialLoss(): GradientLoss {
  const sign = (label: number): number => 2 * label - 1;
  return {
    outputs: 1,
    initial: (samples) => {
      const share = classShare(samples, 1);
      return Float64Array.of(0.5 * Math.log(share / (1 - share)));
    },
    residuals: (_, raw, { y }) => y.map((label, i) => sign(label) * Math.exp(-sign(label) * raw[i])),
    leafValue: ({ y, raw, weights }) => {
      let numerator = 0;
      let denominator = 0;
      for (let i = 0; i < y.length; i++) {
        const loss = weights[i] * Math.exp(-sign(y[i]) * raw[i]);
        numerator += sign(y[i]) * loss;
        denominator += loss;
      }
      return Math.abs(denominator) < flat ? 0 : numerator / denominator;
    },
    mean: (raw, { y, weights }) => meanOf(y.length, weights, (i) => Math.exp(-sign(y[i]) * raw[i])),
  };
}

/** log Σ_k eʳᵏ of sample i; raw [K, N]. */
function logSumExp(raw: Float64Array, i: number, n: number): number {
  let most = raw[i];
  for (let at = i + n; at < raw.length; at += n) most = Math.max(most, raw[at]);
  let sum = 0;
  for (let at = i; at < raw.length; at += n) sum += Math.exp(raw[at] - most);
  return most + Math.log(sum);
}

/** ℓ = log Σ_k eʳᵏ − r_y for classes 0 … K − 1. Newton steps are shortened by (K − 1) / K. */
export function multinomialDeviance(classes: number): GradientLoss {
  return {
    outputs: classes,
    initial: (samples) => Float64Array.from({ length: classes }, (_, k) => Math.log(classShare(samples, k))),
    residuals: (k, raw, { y }) => {
      const n = y.length;
      return y.map((label, i) => (label === k ? 1 : 0) - Math.exp(raw[k * n + i] - logSumExp(raw, i, n)));
    },
    leafValue: (leaf) => (newtonStep(leaf, (label) => label === 1) * (classes - 1)) / classes,
    mean: (raw, { y, weights }) => {
      const n = y.length;
      return meanOf(n, weights, (i) => logSumExp(raw, i, n) - raw[y[i] * n + i]);
    },
  };
}

import { allocate, engine, heapView, type Tensor } from '@ml/tensor';
import { values } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';
import { quantileInPlace, weightedQuantile } from './quantile.ts';

/** What a loss is measured on. Raw predictions r are [K, N], K = 1 but for several classes. */
export interface Targets {
  /** [N] */
  readonly y: Tensor;
  /** [N]; null: all 1 */
  readonly weights: Tensor | null;
}

/** A loss ℓ(y, r), and what boosting needs of it. */
export interface Loss {
  /** K: raw predictions of a sample, and trees of an iteration. */
  readonly outputs: number;
  /** Every second derivative is 1. */
  readonly constantHessian: boolean;
  /** The best constant r. @shape → [K] */
  baseline(targets: Targets): Float64Array;
  /**
   * Writes weight · (∂ℓ/∂r, ∂²ℓ/∂r²) side by side, [K, N, 2] in float32: sums of them in float64 round little, and subtract well.
   */
  derivatives(pairs: Tensor, raw: Tensor, targets: Targets): void;
  /** Σ w ℓ / Σ w */
  mean(raw: Tensor, targets: Targets): number;
  /** The best constant to add for samples with these residuals y − r; null where the Newton step of the tree stays. */
  readonly leafValue: ((residuals: Float64Array, weights: Float64Array | null) => number) | null;
}

/** Some ten microseconds, at some nanoseconds for each sample. */
const grain = { grain: 4096, multiple: 16 };

function weightedMean(list: Float64Array, weights: Float64Array | null): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < list.length; i++) {
    const weight = weights === null ? 1 : weights[i];
    sum += weight * list[i];
    total += weight;
  }
  return sum / total;
}

function meanOf({ y, weights }: Targets, what: (value: number) => number = (value) => value): number {
  return weightedMean(values(y).slice().map(what), weights === null ? null : values(weights));
}

type KernelPair = 'squared' | 'poisson' | 'binomial' | 'multinomial';

/** Derivatives and losses by the kernels of that name (kernels/boosting-losses.ts), for K outputs. */
function byKernels(name: KernelPair, outputs = 1): Pick<Loss, 'outputs' | 'derivatives' | 'mean' | 'leafValue'> {
  const sizes = (n: number): number[] => (name === 'multinomial' ? [outputs, n] : []);
  return {
    outputs,
    leafValue: null,
    derivatives: (pairs, raw, { y, weights }) => {
      const n = y.size;
      const args = [pairs.address, raw.address, y.address, weights?.address ?? 0, ...sizes(n)];
      const kernel = classicKernels.threaded(`${name}Derivatives`);
      engine.forRanges(kernel, n, grain, (from, count) => [...args, from, count]);
    },
    mean: (raw, { y, weights }) => {
      const n = y.size;
      const out = allocate([n], 'float64');
      const args = [out.address, raw.address, y.address, ...sizes(n)];
      const kernel = classicKernels.threaded(`${name}Losses`);
      engine.forRanges(kernel, n, grain, (from, count) => [...args, from, count]);
      const mean = weightedMean(values(out), weights === null ? null : values(weights));
      out.dispose();
      return mean;
    },
  };
}

/** ℓ = ½(y − r)² */
export function squaredError(weighted: boolean): Loss {
  return {
    ...byKernels('squared'),
    constantHessian: !weighted,
    baseline: (targets) => Float64Array.of(meanOf(targets)),
  };
}

/** ℓ = eʳ − y·r: half the deviance of Poisson counts with mean eʳ, but for what depends on y alone. */
export function poissonLoss(): Loss {
  return {
    ...byKernels('poisson'),
    constantHessian: false,
    baseline: (targets) => Float64Array.of(Math.log(Math.max(meanOf(targets), 10 * Number.EPSILON))),
  };
}

/** ℓ = log(1 + eʳ) − y·r for classes 0 and 1: r is the logit of class 1. */
export function binomialLoss(): Loss {
  const least = 10 * Number.EPSILON;
  return {
    ...byKernels('binomial'),
    constantHessian: false,
    baseline: (targets) => {
      const share = Math.min(Math.max(meanOf(targets), least), 1 - least);
      return Float64Array.of(Math.log(share / (1 - share)));
    },
  };
}

/** ℓ = log Σ_k eʳᵏ − r_y for classes 0 … K − 1; of the second derivatives the diagonal. */
export function multinomialLoss(classes: number): Loss {
  const least = Number.EPSILON;
  return {
    ...byKernels('multinomial', classes),
    constantHessian: false,
    baseline: (targets) => {
      const logs = Float64Array.from({ length: classes }, (_, k) => {
        const share = meanOf(targets, (label) => (label === k ? 1 : 0));
        return Math.log(Math.min(Math.max(share, least), 1 - least));
      });
      const centre = weightedMean(logs, null);
      return logs.map((value) => value - centre);
    },
  };
}

/** Losses ℓ = scale · (q − [y < r])(y − r). Trees see slopes; their leaves then get quantiles. */
function pinball(q: number, scale: number, weighted: boolean, slope: (y: number, raw: number) => number): Loss {
  const best = (list: Float64Array, weights: Float64Array | null) =>
    weights === null ? quantileInPlace(list, q) : weightedQuantile(list, weights, q);
  return {
    outputs: 1,
    constantHessian: !weighted,
    leafValue: best,
    baseline: ({ y, weights }) => Float64Array.of(best(values(y).slice(), weights === null ? null : values(weights))),
    derivatives: (pairs, raw, targets) => {
      const [out, r, y] = [heapView(pairs), values(raw), values(targets.y)];
      const weights = targets.weights === null ? null : values(targets.weights);
      for (let i = 0; i < y.length; i++) {
        const weight = weights === null ? 1 : weights[i];
        out[2 * i] = slope(y[i], r[i]) * weight;
        out[2 * i + 1] = weight;
      }
    },
    mean: (raw, { y, weights }) => {
      const r = values(raw);
      const losses = Float64Array.from(values(y), (target, i) => {
        return scale * (target >= r[i] ? q * (target - r[i]) : (1 - q) * (r[i] - target));
      });
      return weightedMean(losses, weights === null ? null : values(weights));
    },
  };
}

/** ℓ = |y − r|; at y = r the slope is −1. */
export function absoluteError(weighted: boolean): Loss {
  return pinball(0.5, 2, weighted, (y, raw) => (raw > y ? 1 : -1));
}

/** ℓ = (q − [y < r])(y − r) */
export function quantileLoss(q: number, weighted: boolean): Loss {
  return pinball(q, 1, weighted, (y, raw) => (y >= raw ? -q : 1 - q));
}

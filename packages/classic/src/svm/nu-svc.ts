import type { Label } from '../base/labels.ts';
import { ParameterError, requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { classifierDefaults, KernelClassifier, type KernelClassifierParams } from './kernel-classifier.ts';
import type { KernelRowCache } from './kernel-row-cache.ts';
import type { PairSolution } from './one-vs-one-state.ts';
import { range } from './range.ts';
import { solveSmo } from './smo.ts';

export interface NuSVCParams extends KernelClassifierParams {
  /** In (0, 1]: most of the samples that may lie within the margin, and least that are support vectors. */
  readonly nu: number;
}

/**
 * Support vector classification that is told a share of samples instead of a price.
 *
 * min ½|w|² − ν·ρ + mean of max(0, ρ − yᵢ·f(xᵢ)) over w, b and ρ, by its dual; functions are divided by ρ at the end.
 *
 * @shape X [N, F] → [N]
 * @reference Schölkopf, Smola, Williamson & Bartlett 2000; agrees with sklearn.svm.NuSVC (whose classWeight has no effect)
 * @example
 * new NuSVC({ kernel: 'linear' }).fit([[0], [1], [3], [4]], [0, 0, 1, 1]).predict([[1.5], [2.5]]).toArray() // => [0, 1]
 */
export class NuSVC<L extends Label = number> extends KernelClassifier<NuSVCParams, L> {
  static readonly estimatorName = 'NuSVC';
  static readonly defaults: NuSVCParams = /* @__PURE__ */ withDefaults(classifierDefaults, { nu: 0.5 });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true, fitsOneSample: false });

  protected checkOwnParams(name: string): void {
    const { nu } = this.params;
    requireParameter(name, 'nu', nu, nu > 0 && nu <= 1, 'in (0, 1]');
  }

  protected solvePair(rows: KernelRowCache, [first]: readonly [number, number], weights: Float64Array): PairSolution {
    const { nu, tol, shrinking, maxIter } = this.params;
    const n = weights.length;
    const total = weights.reduce((sum, weight) => sum + nu * weight, 0);
    const start = new Float64Array(n);
    for (const [begin, end, sign] of [
      [0, first, 1],
      [first, n, -1],
    ] as const) {
      let rest = total / 2;
      for (let i = begin; i < end; i++) {
        start[i] = sign * Math.min(weights[i], rest);
        rest -= Math.abs(start[i]);
      }
      if (rest > 1e-12 * total)
        throw new ParameterError(
          `NuSVC: nu = ${nu} is too large for classes of such different sizes (a pair allows ${most(weights, first)})`,
        );
    }
    const { beta, levels, iterations, converged } = solveSmo({
      rows,
      sampleOf: range(n),
      linear: new Float64Array(n),
      lower: weights.map((weight, i) => (i < first ? 0 : -weight)),
      upper: weights.map((weight, i) => (i < first ? weight : 0)),
      start,
      groupEnds: [first, n],
      tol,
      shrinking,
      maxIter,
    });
    const margin = (levels[0] - levels[1]) / 2;
    const level = (levels[0] + levels[1]) / 2 / margin;
    return { beta: beta.map((value) => value / margin), level, iterations, converged };
  }
}

/** The largest ν that both classes can bear. */
function most(weights: Float64Array, first: number): number {
  const sum = (list: Float64Array): number => list.reduce((total, weight) => total + weight, 0);
  return (2 * Math.min(sum(weights.subarray(0, first)), sum(weights.subarray(first)))) / sum(weights);
}

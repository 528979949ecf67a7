import type { ClassWeight } from '../base/class-weight.ts';
import type { Label } from '../base/labels.ts';
import { requireNonNegative } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { classifierDefaults, KernelClassifier, type KernelClassifierParams } from './kernel-classifier.ts';
import type { KernelRowCache } from './kernel-row-cache.ts';
import type { PairSolution } from './one-vs-one-state.ts';
import { range } from './range.ts';
import { solveSmo } from './smo.ts';

export interface SVCParams extends KernelClassifierParams {
  /** Price of a sample on the wrong side, > 0: the smaller, the simpler the function. Times the weight of a sample. */
  readonly C: number;
  /** Factors of C for the classes. */
  readonly classWeight: ClassWeight;
}

/**
 * Support vector classification: the widest margin between two classes, in the space of a kernel.
 *
 * min ½|w|² + Σ Cᵢ·max(0, 1 − yᵢ·f(xᵢ)) with f(x) = w·φ(x) + b, by its dual; Cᵢ is C times the weights of the sample and its class.
 * More classes: one machine for every two, which vote.
 *
 * @shape X [N, F] → [N]
 * @complexity between O(N²·F) and O(N³·F) in time; O(N·F + `cacheSize`) in memory
 * @reference Chang & Lin 2011, LIBSVM; agrees with sklearn.svm.SVC
 * @example
 * new SVC({ kernel: 'linear' }).fit([[0], [1], [3], [4]], [0, 0, 1, 1]).predict([[1.5], [2.5]]).toArray() // => [0, 1]
 */
export class SVC<L extends Label = number> extends KernelClassifier<SVCParams, L> {
  static readonly estimatorName = 'SVC';
  static readonly defaults: SVCParams = /* @__PURE__ */ withDefaults(classifierDefaults, { C: 1, classWeight: null });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true, fitsOneSample: false });

  protected override get classWeight(): ClassWeight {
    return this.params.classWeight;
  }

  protected checkOwnParams(name: string): void {
    requireNonNegative(name, 'C', this.params.C, { above: true });
  }

  protected solvePair(rows: KernelRowCache, [first]: readonly [number, number], weights: Float64Array): PairSolution {
    const { C, tol, shrinking, maxIter } = this.params;
    const n = weights.length;
    const { beta, levels, iterations, converged } = solveSmo({
      rows,
      sampleOf: range(n),
      linear: weights.map((_, i) => (i < first ? -1 : 1)),
      lower: weights.map((weight, i) => (i < first ? 0 : -C * weight)),
      upper: weights.map((weight, i) => (i < first ? C * weight : 0)),
      start: new Float64Array(n),
      groupEnds: [n],
      tol,
      shrinking,
      maxIter,
    });
    return { beta, level: levels[0], iterations, converged };
  }
}

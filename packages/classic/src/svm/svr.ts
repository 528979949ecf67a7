import { requireNonNegative } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { kernelDefaults } from './kernel-choice.ts';
import { KernelRegressor, type KernelRegressorParams, type RegressionProblem } from './kernel-regressor.ts';
import { type SmoSolution, solveSmo } from './smo.ts';

export interface SVRParams extends KernelRegressorParams {
  /** Errors up to this cost nothing, ≥ 0. */
  readonly epsilon: number;
}

/**
 * Support vector regression: the flattest function that is within ε of most targets.
 *
 * min ½|w|² + Σ Cᵢ·max(0, |yᵢ − f(xᵢ)| − ε) with f(x) = w·φ(x) + b, by its dual; Cᵢ is C times the weight of the sample.
 *
 * @shape X [N, F] → [N]
 * @reference Chang & Lin 2011, LIBSVM; agrees with sklearn.svm.SVR
 * @example
 * new SVR({ kernel: 'linear', epsilon: 0.5 }).fit([[0], [1]], [0, 1]).predict([[0], [5]]).toArray() // => [0.5, 0.5]
 */
export class SVR extends KernelRegressor<SVRParams> {
  static readonly estimatorName = 'SVR';
  static readonly defaults: SVRParams = /* @__PURE__ */ withDefaults(kernelDefaults, { C: 1, epsilon: 0.1 });
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true });

  protected checkOwnParams(name: string): void {
    requireNonNegative(name, 'epsilon', this.params.epsilon);
  }

  protected solve({ targets, common }: RegressionProblem): SmoSolution & { readonly level: number } {
    const n = targets.length;
    const { epsilon } = this.params;
    const linear = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      linear[i] = epsilon - targets[i];
      linear[n + i] = -epsilon - targets[i];
    }
    const solution = solveSmo({ ...common, linear, start: new Float64Array(2 * n), groupEnds: [2 * n] });
    return { ...solution, level: solution.levels[0] };
  }
}

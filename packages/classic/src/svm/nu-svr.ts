import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { kernelDefaults } from './kernel-choice.ts';
import { KernelRegressor, type KernelRegressorParams, type RegressionProblem } from './kernel-regressor.ts';
import { type SmoSolution, solveSmo } from './smo.ts';

export interface NuSVRParams extends KernelRegressorParams {
  /** In (0, 1]: most of the samples whose error is larger than ε, and least that are support vectors. */
  readonly nu: number;
}

/**
 * Support vector regression that finds ε: ν is the share of errors that are larger.
 *
 * min ½|w|² + ν·ε·ΣCᵢ + Σ Cᵢ·max(0, |yᵢ − f(xᵢ)| − ε) over w, b and ε ≥ 0, by its dual.
 *
 * @shape X [N, F] → [N]
 * @reference Schölkopf, Smola, Williamson & Bartlett 2000; agrees with sklearn.svm.NuSVR
 * @example
 * new NuSVR({ kernel: 'linear', C: 100, tol: 1e-9 }).fit([[0], [1], [2]], [0, 1, 2]).predict([[4]]).toArray() // => [4]
 */
export class NuSVR extends KernelRegressor<NuSVRParams> {
  static readonly estimatorName = 'NuSVR';
  static readonly defaults: NuSVRParams = /* @__PURE__ */ withDefaults(kernelDefaults, { C: 1, nu: 0.5 });
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true });

  protected checkOwnParams(name: string): void {
    const { nu } = this.params;
    requireParameter(name, 'nu', nu, nu > 0 && nu <= 1, 'in (0, 1]');
  }

  /** Errors upwards and downwards have half of ν·ΣC each; ε is what lies between their levels. */
  protected solve({ targets, costs, common }: RegressionProblem): SmoSolution & { readonly level: number } {
    const n = targets.length;
    let rest = costs.reduce((sum, cost) => sum + cost * this.params.nu, 0) / 2;
    const linear = new Float64Array(2 * n);
    const start = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      linear[i] = linear[n + i] = -targets[i];
      start[i] = Math.min(rest, costs[i]);
      start[n + i] = -start[i];
      rest -= start[i];
    }
    const solution = solveSmo({ ...common, linear, start, groupEnds: [n, 2 * n] });
    return { ...solution, level: (solution.levels[0] + solution.levels[1]) / 2 };
  }
}

import { tidy } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireCount, requireNonNegative, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { interceptsOf } from './centered.ts';
import { DescentData } from './descent-data.ts';
import { type DescentSettings, elasticNetPath } from './elastic-net-path.ts';
import { LinearRegressor, type LinearState } from './linear-regressor.ts';

export interface DescentParams extends DescentSettings {
  readonly fitIntercept: boolean;
  /** Coordinates one after the other, or drawn at random. */
  readonly selection: 'cyclic' | 'random';
  /** Seed of `selection: 'random'`. */
  readonly randomState: RandomState;
}

export const descentDefaults: DescentParams = {
  fitIntercept: true,
  precompute: 'auto',
  maxIter: 1000,
  tol: 1e-4,
  positive: false,
  selection: 'cyclic',
  randomState: null,
};

export interface DescentState extends LinearState {
  readonly sweeps: number;
  readonly dualGap: number;
}

/** Least squares with an l1 penalty, by coordinate descent. */
export abstract class DescentRegressor<P extends DescentParams, S extends DescentState> extends LinearRegressor<P, S> {
  /** Sweeps over the coefficients. */
  get nIter_(): number {
    return this.learned.sweeps;
  }

  /** How much the objective can be above its minimum. */
  get dualGap_(): number {
    return this.learned.dualGap;
  }

  protected checkDescent(): void {
    const name = this.class.estimatorName;
    const { precompute, maxIter, tol, selection } = this.params;
    requireOneOf(name, 'precompute', precompute, [true, false, 'auto']);
    requireCount(name, 'maxIter', maxIter);
    requireNonNegative(name, 'tol', tol);
    requireOneOf(name, 'selection', selection, ['cyclic', 'random']);
  }

  /** The solution for one strength of the penalty. */
  protected solve(
    X: MatrixLike,
    y: VectorLike,
    { sampleWeight }: FitOptions,
    { alpha, l1Ratio }: { readonly alpha: number; readonly l1Ratio: number },
  ): DescentState {
    const op = `${this.class.estimatorName}.fit`;
    const { fitIntercept, selection, randomState, precompute, maxIter, tol, positive } = this.params;
    return tidy(() => {
      const samples = this.fitX(X);
      const data = checkVector(op, y, samples);
      const weights = checkWeights(op, sampleWeight, samples);
      const centered = new DescentData(samples, data, { weights, fitIntercept });
      const rng = selection === 'random' ? generatorOf(this.class.estimatorName, randomState) : null;
      const settings = { precompute, maxIter, tol, positive };
      const [{ coef, dualGap, sweeps }] = elasticNetPath(centered, { ...settings, alphas: [alpha], l1Ratio, rng });
      return { coef, intercept: interceptsOf(coef, centered), isVector: true, sweeps, dualGap };
    });
  }

  protected readDescent(state: unknown, seen: SeenFeatures | null): DescentState {
    const read = new StateReader(this.class.estimatorName, state);
    return { ...this.readLinear(read, seen), sweeps: read.integer('sweeps'), dualGap: read.number('dualGap') };
  }
}

/** @throws {ParameterError} unless it is from 0 to 1 */
export function requireRatio(name: string, l1Ratio: unknown): void {
  const holds = typeof l1Ratio === 'number' && l1Ratio >= 0 && l1Ratio <= 1;
  requireParameter(name, 'l1Ratio', l1Ratio, holds, 'a number from 0 to 1');
}

import { tidy } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { generatorOf } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { values } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { ShuffleSplit } from '../model-selection/shuffle-split.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { LinearRegressor, type LinearState } from './linear-regressor.ts';
import { regressionLosses, type SGDRegressionLoss } from './sgd-losses.ts';
import { checkSGD, type SGDRateParams, sgdDefaults } from './sgd-params.ts';
import { type SGDPosition, sgdSteps } from './sgd-steps.ts';

export interface SGDRegressorParams extends SGDRateParams {
  readonly loss: SGDRegressionLoss;
}

interface SGDRegressorState extends LinearState {
  /** That of the last step; `coef` is the mean where that is wanted. */
  readonly position: SGDPosition;
  readonly epochs: number;
  /** Number of the next step, from 1. */
  readonly step: number;
}

/**
 * Linear regression by stochastic gradient descent: for more samples than other solvers can take.
 *
 * Minimizes mean loss + α·penalty. Features should be scaled.
 *
 * @shape X [N, F], y [N]
 * @complexity O(N·F) per epoch
 * @reference agrees with sklearn.linear_model.SGDRegressor; with shuffle: false to rounding
 * @example
 * const model = new SGDRegressor({ tol: null, randomState: 0 }).fit([[-1], [0], [1]], [-1, 0, 1]);
 * model.score([[-1], [0], [1]], [-1, 0, 1]) > 0.99 // => true
 */
export class SGDRegressor extends LinearRegressor<SGDRegressorParams, SGDRegressorState> {
  static readonly estimatorName = 'SGDRegressor';
  static readonly defaults: SGDRegressorParams = /* @__PURE__ */ withDefaults(sgdDefaults, {
    loss: 'squared_error',
    epsilon: 0.1,
    learningRate: 'invscaling',
    eta0: 0.01,
    powerT: 0.25,
    average: false,
  });
  static readonly notOnlySwitches = ['average'];
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, orderInvariant: false });

  /** Epochs. */
  get nIter_(): number {
    return this.learned.epochs;
  }

  /** Steps made, plus 1. */
  get t_(): number {
    return this.learned.step;
  }

  fit(X: MatrixLike, y: VectorLike, { sampleWeight = null }: FitOptions = {}): this {
    checkSGD('SGDRegressor', this.params);
    const state = tidy(() => {
      const samples = this.fitX(X);
      const target = checkVector('SGDRegressor.fit', y, samples);
      const weights = checkWeights('SGDRegressor.fit', sampleWeight, samples);
      return this.#run({ X: values(samples), y: target, weights, epochs: this.params.maxIter }, null);
    });
    return this.learn(state);
  }

  /** One epoch over these samples, from where the last call ended. @throws {ParameterError} with earlyStopping */
  partialFit(X: MatrixLike, y: VectorLike, { sampleWeight = null }: FitOptions = {}): this {
    const { earlyStopping } = this.params;
    checkSGD('SGDRegressor', this.params);
    const holds = earlyStopping === false;
    requireParameter('SGDRegressor', 'earlyStopping', earlyStopping, holds, 'false with partialFit');
    const state = tidy(() => {
      const samples = this.isFitted ? this.checkX(X, 'partialFit') : this.fitX(X);
      const target = checkVector('SGDRegressor.partialFit', y, samples);
      const weights = checkWeights('SGDRegressor.partialFit', sampleWeight, samples);
      const start = this.isFitted ? this.learned : null;
      return this.#run({ X: values(samples), y: target, weights, epochs: 1 }, start);
    });
    return this.learn(state);
  }

  #run({ X, y, weights, epochs }: Data, start: SGDRegressorState | null): SGDRegressorState {
    const { loss, average, ...params } = this.params;
    requireOneOf('SGDRegressor', 'loss', loss, regressionLosses);
    const averageFrom = Number(average);
    const features = X.length / y.length;
    const zero = {
      coef: new Float64Array(features),
      intercept: 0,
      averageCoef: averageFrom > 0 ? new Float64Array(features) : null,
      averageIntercept: 0,
    };
    const rng = generatorOf('SGDRegressor', this.params.randomState);
    const step = start?.step ?? 1;
    const { epochs: made, ...position } = sgdSteps.run({
      ...(start?.position ?? zero),
      params: { ...params, average },
      loss,
      X,
      y,
      weights,
      scoreWeights: weights,
      heldOut: params.earlyStopping ? this.#holdOut(y.length, rng.integers(0, 2 ** 31)) : null,
      isClassifier: false,
      epochs,
      step,
      seed: rng.integers(0, 2 ** 31),
    });
    const next = step + made * y.length;
    const useMean = position.averageCoef !== null && averageFrom <= next - 1;
    return {
      coef: useMean ? (position.averageCoef as Float64Array) : position.coef,
      intercept: Float64Array.of(useMean ? position.averageIntercept : position.intercept),
      isVector: true,
      position,
      epochs: made,
      step: next,
    };
  }

  #holdOut(n: number, seed: number): Uint8Array {
    const { validationFraction: testSize } = this.params;
    const heldOut = new Uint8Array(n);
    const [{ test }] = [...new ShuffleSplit({ nSplits: 1, testSize, randomState: seed }).split(heldOut)];
    for (const i of test) heldOut[i] = 1;
    return heldOut;
  }

  protected readState(state: unknown, seen: SeenFeatures | null): SGDRegressorState {
    const read = new StateReader('SGDRegressor', state);
    const linear = this.readLinear(read, seen);
    const position = read.object('position');
    const size = linear.coef.length;
    return {
      ...linear,
      position: {
        coef: position.float64('coef', size),
        intercept: position.number('intercept'),
        averageCoef: position.raw('averageCoef') === null ? null : position.float64('averageCoef', size),
        averageIntercept: position.number('averageIntercept'),
      },
      epochs: read.integer('epochs'),
      step: read.integer('step', 1),
    };
  }
}

interface Data {
  readonly X: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
  readonly epochs: number;
}

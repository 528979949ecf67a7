import { tidy } from '@ml/tensor';
import { checkSameLength } from '../base/check-matrix.ts';
import { checkWeights } from '../base/check-weights.ts';
import { type ClassWeight, classWeights } from '../base/class-weight.ts';
import type { FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { compareLabels, type Label, type Labels, labelList } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { generatorOf } from '../base/random-state.ts';
import { values } from '../base/values.ts';
import { StratifiedShuffleSplit } from '../model-selection/stratified-shuffle-split.ts';
import { parallelBackend } from '../parallel/default-backend.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { LinearClassifier, type LinearClassifierState } from './linear-classifier.ts';
import type { SGDLoss } from './sgd-losses.ts';
import { checkSGD, type SGDParams, type SGDRateParams } from './sgd-params.ts';
import { type SGDJob, type SGDResult, sgdSteps } from './sgd-steps.ts';

export interface SGDClassifierCommon extends SGDParams {
  readonly classWeight: ClassWeight;
  /** Classes at the same time; null: as many as there are threads. */
  readonly nJobs: number | null;
}

export interface SGDClassifierState<L extends Label> extends LinearClassifierState<L> {
  /** Those of the last step, [R, F] and [R]; `coef` is their mean where that is wanted. */
  readonly lastCoef: Float64Array;
  readonly lastIntercept: Float64Array;
  readonly averageCoef: Float64Array | null;
  readonly averageIntercept: Float64Array;
  /** Most epochs that a class took. */
  readonly epochs: number;
  /** Number of the next step, from 1. */
  readonly step: number;
}

export interface PartialFitOptions<L extends Label> extends FitOptions {
  /** All labels there will ever be; the first call needs them, where its y has not all. */
  readonly classes?: readonly L[];
}

/** Linear classification, one class against the rest, by stochastic gradient descent. */
export abstract class SGDLinearClassifier<P extends SGDClassifierCommon, L extends Label> extends LinearClassifier<
  P,
  SGDClassifierState<L>,
  L
> {
  /** Epochs, the most that a class took. */
  get nIter_(): number {
    return this.learned.epochs;
  }

  /** Steps made, plus 1. */
  get t_(): number {
    return this.learned.step;
  }

  /** What is minimized, and with which rates. */
  protected abstract method(): { readonly loss: SGDLoss; readonly params: SGDRateParams };

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    checkSGD(this.class.estimatorName, this.method().params);
    const state = tidy(() => {
      const samples = this.fitX(X);
      const { classes, codes } = this.fitLabels(samples, y);
      const weights = checkWeights(`${this.class.estimatorName}.fit`, sampleWeight, samples);
      const start = this.#start(classes, samples.shape[1]);
      return this.#run({ X: values(samples), codes, weights, epochs: this.params.maxIter, onProgress }, start);
    });
    return this.learn(state);
  }

  /**
   * One epoch over these samples, from where the last call ended.
   *
   * @throws {ParameterError} with earlyStopping, or classWeight 'balanced': both need all samples
   * @throws {DataError} when a label is none of the classes
   */
  partialFit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, classes: given }: PartialFitOptions<L> = {}): this {
    const name = this.class.estimatorName;
    const { earlyStopping, classWeight } = this.params;
    checkSGD(name, this.method().params);
    requireParameter(name, 'earlyStopping', earlyStopping, earlyStopping === false, 'false with partialFit');
    requireParameter(name, 'classWeight', classWeight, classWeight !== 'balanced', 'null or an object with partialFit');
    const state = tidy(() => {
      const op = `${name}.partialFit`;
      const samples = this.isFitted ? this.checkX(X, 'partialFit') : this.fitX(X);
      const labels = labelList<L>(op, y);
      checkSameLength(op, samples, labels.length);
      const known = this.isFitted ? this.learned.classes : [...new Set(given ?? labels)].sort(compareLabels);
      if (known.length < 2) throw new DataError(`${op}: there is one class (${known[0]}), at least 2 are needed`);
      const codes = Int32Array.from(labels, (label) => known.indexOf(label));
      const odd = codes.indexOf(-1);
      if (odd >= 0) throw new DataError(`${op}: label ${labels[odd]} is none of the classes of the first call`);
      const weights = checkWeights(op, sampleWeight, samples);
      const start = this.isFitted ? this.learned : this.#start(known, samples.shape[1]);
      return this.#run({ X: values(samples), codes, weights, epochs: 1, onProgress: undefined }, start);
    });
    return this.learn(state);
  }

  #start(classes: readonly L[], features: number): SGDClassifierState<L> {
    const rows = classes.length === 2 ? 1 : classes.length;
    const coef = new Float64Array(rows * features);
    const intercept = new Float64Array(rows);
    const averageCoef = Number(this.method().params.average) > 0 ? coef : null;
    const last = { lastCoef: coef, lastIntercept: intercept, averageCoef, averageIntercept: intercept };
    return { classes, coef, intercept, ...last, epochs: 0, step: 1 };
  }

  #run(data: Data, start: SGDClassifierState<L>): SGDClassifierState<L> {
    const { classes, step } = start;
    const rows = start.lastIntercept.length;
    const features = start.lastCoef.length / rows;
    const results = parallelBackend().map(sgdSteps, this.#jobs(data, start), {
      limit: this.params.nJobs ?? undefined,
      onProgress: data.onProgress,
    });
    const gathered = (part: (result: SGDResult) => Float64Array): Float64Array => {
      const all = new Float64Array(rows * features);
      results.forEach((result, k) => {
        all.set(part(result), k * features);
      });
      return all;
    };
    const lastCoef = gathered(({ coef }) => coef);
    const lastIntercept = Float64Array.from(results, ({ intercept }) => intercept);
    const averageCoef = start.averageCoef === null ? null : gathered((result) => result.averageCoef as Float64Array);
    const averageIntercept = Float64Array.from(results, (result) => result.averageIntercept);
    const epochs = Math.max(...results.map((result) => result.epochs));
    const next = step + epochs * data.codes.length;
    const last = { lastCoef, lastIntercept, averageCoef, averageIntercept, epochs, step: next };
    // The mean exists from the step on that it was asked for.
    if (averageCoef !== null && Number(this.method().params.average) <= next - 1)
      return { classes, coef: averageCoef, intercept: averageIntercept, ...last };
    return { classes, coef: lastCoef, intercept: lastIntercept, ...last };
  }

  #jobs({ X, codes, weights, epochs }: Data, start: SGDClassifierState<L>): SGDJob[] {
    const name = this.class.estimatorName;
    const { classWeight, randomState } = this.params;
    const { classes, lastCoef, lastIntercept, averageCoef, averageIntercept, step } = start;
    const rng = generatorOf(name, randomState);
    const heldOut = this.params.earlyStopping ? this.#holdOut(codes, rng.integers(0, 2 ** 31)) : null;
    const perClass = classWeights(name, classWeight, classes, codes);
    const rows = lastIntercept.length;
    const features = lastCoef.length / rows;
    return Array.from({ length: rows }, (_, row): SGDJob => {
      const positive = rows === 1 ? 1 : row;
      const negativeWeight = rows === 1 ? perClass[0] : 1;
      const own = (from: Float64Array): Float64Array => from.slice(row * features, (row + 1) * features);
      return {
        ...this.method(),
        X,
        y: Float64Array.from(codes, (code) => (code === positive ? 1 : -1)),
        weights:
          classWeight === null
            ? weights
            : Float64Array.from(
                codes,
                (code, i) => (weights?.[i] ?? 1) * (code === positive ? perClass[positive] : negativeWeight),
              ),
        scoreWeights: weights,
        heldOut,
        isClassifier: true,
        epochs,
        step,
        seed: rng.integers(0, 2 ** 31),
        coef: own(lastCoef),
        intercept: lastIntercept[row],
        averageCoef: averageCoef === null ? null : own(averageCoef),
        averageIntercept: averageIntercept[row],
      };
    });
  }

  #holdOut(codes: Int32Array, seed: number): Uint8Array {
    const { validationFraction: testSize } = this.params;
    const splitter = new StratifiedShuffleSplit({ nSplits: 1, testSize, randomState: seed });
    const [{ test }] = [...splitter.split(codes, codes)];
    const heldOut = new Uint8Array(codes.length);
    for (const i of test) heldOut[i] = 1;
    return heldOut;
  }

  protected readState(state: unknown, seen: SeenFeatures | null): SGDClassifierState<L> {
    const read = new StateReader(this.class.estimatorName, state);
    const linear = this.readLinear(read, seen);
    const size = linear.coef.length;
    const rows = linear.intercept.length;
    return {
      ...linear,
      lastCoef: read.float64('lastCoef', size),
      lastIntercept: read.float64('lastIntercept', rows),
      averageCoef: read.raw('averageCoef') === null ? null : read.float64('averageCoef', size),
      averageIntercept: read.float64('averageIntercept', rows),
      epochs: read.integer('epochs'),
      step: read.integer('step', 1),
    };
  }
}

interface Data {
  readonly X: Float64Array;
  readonly codes: Int32Array;
  readonly weights: Float64Array | null;
  readonly epochs: number;
  readonly onProgress: FitOptions['onProgress'];
}

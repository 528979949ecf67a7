import { concat, full, log, logSoftmax, neg, softmax, type Tensor, tidy, zerosLike } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { type ClassWeight, classWeights, weightsWithClasses } from '../base/class-weight.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Label, Labels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireNonNegative, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { integers, values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { minimize } from '../solvers/minimize.ts';
import { LinearClassifier, type LinearClassifierState } from './linear-classifier.ts';
import { type LogisticProblem, logisticObjective } from './logistic-loss.ts';
import { logisticNewton } from './logistic-newton.ts';
import { logisticPreconditioner } from './logistic-preconditioner.ts';
import { logisticSaga } from './logistic-saga.ts';
import { oneVsRestProbabilities } from './one-vs-rest-probabilities.ts';
import { removeMeanOfRows } from './remove-mean-of-rows.ts';

export interface LogisticRegressionParams {
  /** Norm of the coefficients that is penalized; 'none' for none. l1 needs liblinear or saga, elasticnet saga. */
  readonly penalty: 'l2' | 'l1' | 'elasticnet' | 'none';
  /** Inverse strength of the penalty, > 0. */
  readonly C: number;
  /** Share of l1 in elasticnet, 0 to 1. */
  readonly l1Ratio: number | null;
  /** 'ovr': one model for each class against the rest; 'auto': that for two classes, liblinear and newton-cholesky. */
  readonly multiClass: 'auto' | 'ovr' | 'multinomial';
  readonly solver: 'lbfgs' | 'liblinear' | 'newton-cholesky' | 'saga';
  readonly classWeight: ClassWeight;
  readonly fitIntercept: boolean;
  /** liblinear penalizes the intercept too, as a coefficient of a feature of this value. */
  readonly interceptScaling: number;
  /** lbfgs: largest element of the gradient; below 1e-4 the decrease of the value that ends it shrinks with it. The others: relative. */
  readonly tol: number;
  readonly maxIter: number;
  /** Seed of saga. */
  readonly randomState: RandomState;
}

interface LogisticRegressionState<L extends Label> extends LinearClassifierState<L> {
  readonly nIter: Int32Array;
  /** Probabilities are a softmax of the scores. */
  readonly multinomial: boolean;
}

/** What `fit` was given. */
interface Data {
  readonly X: Tensor<[number, number]>;
  readonly classes: readonly Label[];
  readonly codes: Int32Array;
  readonly weights: Float64Array | null;
}

/** One minimization: of all classes together, or of class 1 against class 0 with one row. */
interface Model extends Omit<Data, 'classes'> {
  readonly rows: number;
}

interface Fitted {
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
  readonly iterations: number;
}

/**
 * Classes by linear scores whose softmax (of two classes: logistic function) is their probability.
 *
 * Minimizes Σ wᵢ·(−log p(yᵢ | xᵢ)) + penalty / C; the intercepts are not penalized. Features of very different scales are no
 * trouble to lbfgs: it works in their units, so that it needs a fraction of the steps of scikit-learn's on raw data.
 *
 * @special of multinomial with two classes, coef_ is the second class's row, minus the first's
 * @complexity O(N·F·K) per iteration
 * @reference agrees with sklearn.linear_model.LogisticRegression
 * @example
 * const model = new LogisticRegression().fit([[0], [1], [2], [3]], [0, 0, 1, 1]);
 * model.predict([[0.5], [2.5]]).toArray() // => [0, 1]
 */
export class LogisticRegression<L extends Label = number> extends LinearClassifier<
  LogisticRegressionParams,
  LogisticRegressionState<L>,
  L
> {
  static readonly estimatorName = 'LogisticRegression';
  static readonly defaults: LogisticRegressionParams = {
    penalty: 'l2',
    C: 1,
    l1Ratio: null,
    multiClass: 'auto',
    solver: 'lbfgs',
    classWeight: null,
    fitIntercept: true,
    interceptScaling: 1,
    tol: 1e-4,
    maxIter: 100,
    randomState: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', {
    acceptsWeights: true,
    weightsRepeat: true,
    fitsOneSample: false,
  });

  /** Iterations of each model: one, or one for each class. @shape → [1] or [K] int32 */
  get nIter_(): Tensor<[number]> {
    return integers(this.learned.nIter);
  }

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    this.#checkParams();
    const { multiClass, solver } = this.params;
    const state = tidy((): LogisticRegressionState<L> => {
      const samples = this.fitX(X);
      const { classes, codes } = this.fitLabels(samples, y);
      const weights = checkWeights('LogisticRegression.fit', sampleWeight, samples);
      const multinomial =
        multiClass === 'multinomial' || (multiClass === 'auto' && classes.length > 2 && !isBinarySolver(solver));
      const data: Data = { X: samples, classes, codes, weights };
      if (multinomial) {
        const { coef, intercept, iterations } = this.#fitTogether(data, onProgress);
        return { classes, coef, intercept, nIter: Int32Array.of(iterations), multinomial };
      }
      const models = this.#fitOneVsRest(data, onProgress);
      return {
        classes,
        coef: concatenated(models.map(({ coef }) => coef)),
        intercept: concatenated(models.map(({ intercept }) => intercept)),
        nIter: Int32Array.from(models, ({ iterations }) => iterations),
        multinomial,
      };
    });
    return this.learn(state);
  }

  #checkParams(): void {
    const name = 'LogisticRegression';
    const { penalty, C, l1Ratio, multiClass, solver, interceptScaling, tol, maxIter } = this.params;
    requireOneOf(name, 'penalty', penalty, ['l2', 'l1', 'elasticnet', 'none']);
    requireOneOf(name, 'multiClass', multiClass, ['auto', 'ovr', 'multinomial']);
    requireOneOf(name, 'solver', solver, ['lbfgs', 'liblinear', 'newton-cholesky', 'saga']);
    const penalties = { lbfgs: ['l2', 'none'], liblinear: ['l1', 'l2'], 'newton-cholesky': ['l2', 'none'], saga: null };
    const allowed = penalties[solver];
    requireParameter(
      name,
      'penalty',
      penalty,
      allowed === null || allowed.includes(penalty),
      `${allowed?.map((each) => `'${each}'`).join(' or ')} with solver '${solver}'`,
    );
    const binary = isBinarySolver(solver);
    const solvers = "'auto' or 'ovr' with solver";
    requireParameter(name, 'multiClass', multiClass, !binary || multiClass !== 'multinomial', `${solvers} '${solver}'`);
    requireNonNegative(name, 'C', C, { above: true });
    const ratioFits = penalty !== 'elasticnet' || (typeof l1Ratio === 'number' && l1Ratio >= 0 && l1Ratio <= 1);
    requireParameter(name, 'l1Ratio', l1Ratio, ratioFits, "a number from 0 to 1 with penalty 'elasticnet'");
    requireNonNegative(name, 'interceptScaling', interceptScaling, { above: true });
    requireNonNegative(name, 'tol', tol, { above: true });
    requireCount(name, 'maxIter', maxIter, 0);
  }

  /** λ₁ and λ₂ of the penalty λ₁·‖W‖₁ + λ₂/2·‖W‖². */
  #strengths(): { readonly l1: number; readonly l2: number } {
    const { penalty, C, l1Ratio } = this.params;
    if (penalty === 'none') return { l1: 0, l2: 0 };
    const ratio = penalty === 'l1' ? 1 : penalty === 'l2' ? 0 : (l1Ratio as number);
    return { l1: ratio / C, l2: (1 - ratio) / C };
  }

  /** One model of all classes. Two classes keep the second's row. */
  #fitTogether({ X, classes, codes, weights }: Data, onProgress: FitOptions['onProgress']): Fitted {
    const all = weightsWithClasses('LogisticRegression', weights, this.params.classWeight, classes, codes);
    const { coef, intercept, iterations } = this.#fitModel(
      { X, codes, weights: all, rows: classes.length },
      onProgress,
    );
    // Scores may all be shifted alike: of equal solutions the one whose rows sum to 0.
    removeMeanOfRows(intercept, classes.length);
    if (this.params.penalty === 'none') removeMeanOfRows(coef, classes.length);
    if (classes.length > 2) return { coef, intercept, iterations };
    return { coef: coef.slice(X.shape[1]), intercept: intercept.slice(1), iterations };
  }

  /** A model for each class against the rest; of two classes, for the second. */
  #fitOneVsRest(data: Data, onProgress: FitOptions['onProgress']): Fitted[] {
    const { X, classes, codes } = data;
    const positives = classes.length === 2 ? [1] : [...classes.keys()];
    return positives.map((positive, done) => {
      const binary = codes.map((code) => (code === positive ? 1 : 0));
      const weights = this.#binaryWeights(data, binary, positive);
      const single = positives.length === 1;
      const model = this.#fitModel({ X, codes: binary, weights, rows: 1 }, single ? onProgress : undefined);
      if (!single) onProgress?.({ done: done + 1, total: positives.length });
      return model;
    });
  }

  /** Weights of samples times those of classes, which are told apart in the way of each solver of scikit-learn. */
  #binaryWeights({ classes, codes, weights }: Data, binary: Int32Array, positive: number): Float64Array | null {
    const name = 'LogisticRegression';
    const { solver, classWeight } = this.params;
    if (classes.length === 2 || classWeight === null)
      return weightsWithClasses(name, weights, classWeight, classes, codes);
    if (solver === 'liblinear') {
      const own = classWeights(name, classWeight, classes, codes)[positive];
      return Float64Array.from(binary, (code, i) => (code === 1 ? own : 1) * (weights?.[i] ?? 1));
    }
    if (classWeight === 'balanced') return weightsWithClasses(name, weights, classWeight, [0, 1], binary);
    return weightsWithClasses(name, weights, classWeight, classes, codes);
  }

  #fitModel(model: Model, onProgress: FitOptions['onProgress']): Fitted {
    const { solver, maxIter } = this.params;
    const report = (done: number): void => onProgress?.({ done, total: maxIter });
    if (solver === 'saga') return this.#saga(model, report);
    if (isBinarySolver(solver)) return this.#newton(model);
    return this.#lbfgs(model, report);
  }

  #lbfgs({ X, codes, weights, rows }: Model, onIteration: (done: number) => void): Fitted {
    const { fitIntercept, tol, maxIter } = this.params;
    const { l2 } = this.#strengths();
    const problem: LogisticProblem = { X, codes, weights, rows, fitIntercept, l2 };
    const size = rows * X.shape[1];
    const start = new Float64Array(size + (fitIntercept ? rows : 0));
    const { x, iterations } = minimize(logisticObjective(problem), start, {
      gradientTolerance: tol,
      valueTolerance: 1e7 * Number.EPSILON * Math.min(1, tol / 1e-4),
      maxIterations: maxIter,
      precondition: logisticPreconditioner(problem),
      onIteration,
    });
    const intercept = fitIntercept ? x.slice(size) : new Float64Array(rows);
    return { coef: x.slice(0, size), intercept, iterations };
  }

  #saga({ X, codes, weights, rows }: Model, onEpoch: (done: number) => void): Fitted {
    const { fitIntercept, tol, maxIter, randomState } = this.params;
    const rng = generatorOf('LogisticRegression', randomState);
    const { coef, intercept, epochs } = logisticSaga(
      { X: values(X), features: X.shape[1], codes, weights, rows, fitIntercept, ...this.#strengths() },
      { tolerance: tol, maxEpochs: maxIter, rng, onEpoch },
    );
    return { coef, intercept, iterations: epochs };
  }

  /** liblinear and newton-cholesky; the intercept is the coefficient of a constant feature. */
  #newton({ X, codes, weights }: Model): Fitted {
    const { fitIntercept, solver, interceptScaling, tol, maxIter } = this.params;
    const { l1, l2 } = this.#strengths();
    const [n, features] = X.shape;
    const scaling = solver === 'liblinear' ? interceptScaling : 1;
    const extended = fitIntercept ? concat([X, full([n, 1], scaling, { dtype: 'float64' })], 1) : X;
    const strengths = new Float64Array(extended.shape[1]).fill(l2);
    if (solver === 'newton-cholesky' && fitIntercept) strengths[features] = 0;
    const { w, iterations } = logisticNewton(
      {
        X: extended as Tensor<[number, number]>,
        target: Float64Array.from(codes),
        weights: weights ?? new Float64Array(n).fill(1),
        l1,
        l2: strengths,
      },
      { tolerance: tol, maxIterations: maxIter },
    );
    const intercept = Float64Array.of(fitIntercept ? scaling * w[features] : 0);
    return { coef: w.slice(0, features), intercept, iterations };
  }

  /** @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const scores = this.scores(X, 'predictProba');
      if (this.learned.multinomial) return softmax(this.#bothScores(scores));
      return oneVsRestProbabilities(values(scores), scores.shape);
    });
  }

  /** Logarithms of the probabilities; not −∞ where those round to 0. @shape X [N, F] → [N, K] */
  predictLogProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const scores = this.scores(X, 'predictLogProba');
      if (this.learned.multinomial) return logSoftmax(this.#bothScores(scores));
      if (scores.shape[1] === 1) return logSoftmax(concat([zerosLike(scores), scores], 1)) as Tensor<[number, number]>;
      return log(oneVsRestProbabilities(values(scores), scores.shape));
    });
  }

  /** Of two classes, minus the second's score for the first. */
  #bothScores(scores: Tensor<[number, number]>): Tensor<[number, number]> {
    return (scores.shape[1] === 1 ? concat([neg(scores), scores], 1) : scores) as Tensor<[number, number]>;
  }

  protected readState(state: unknown, seen: SeenFeatures | null): LogisticRegressionState<L> {
    const read = new StateReader('LogisticRegression', state);
    const multinomial = read.boolean('multinomial');
    const linear = this.readLinear(read, seen);
    return { ...linear, nIter: read.int32('nIter', multinomial ? 1 : linear.intercept.length), multinomial };
  }
}

/** Those that know two classes only. */
function isBinarySolver(solver: LogisticRegressionParams['solver']): boolean {
  return solver === 'liblinear' || solver === 'newton-cholesky';
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

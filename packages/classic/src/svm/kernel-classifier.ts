// What SVC and NuSVC have in common: a machine for every two classes.
import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { type ClassWeight, classWeights } from '../base/class-weight.ts';
import { Classifier, type FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { integers, matrix, vector } from '../base/values.ts';
import { multiply } from '../linalg/multiply.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { bestColumns, classScores, forPairs, pairVotes } from './class-pairs.ts';
import { couplePairs } from './couple-pairs.ts';
import { type ClassPair, heldOutSigmoid, joined } from './held-out-sigmoid.ts';
import { checkKernelParams, type KernelParams, kernelDefaults, sourceOf, trainingKernel } from './kernel-choice.ts';
import { KernelRowCache } from './kernel-row-cache.ts';
import {
  type FittedPair,
  joinPairs,
  type OneVsOneState,
  type PairSolution,
  pairCoefs,
  readOneVsOne,
} from './one-vs-one-state.ts';
import { type PlattSigmoid, sigmoidProbability } from './platt-scaling.ts';
import { range } from './range.ts';
import { sumKernels } from './support-machine.ts';

export interface KernelClassifierParams extends KernelParams {
  /** Fit probabilities too (Platt scaling), by cross-validation in five parts. */
  readonly probability: boolean;
  /** Decision values of more than two classes: one for each class, or for every two. */
  readonly decisionFunctionShape: 'ovr' | 'ovo';
  /** Let the decision values of classes decide between those with equally many votes. */
  readonly breakTies: boolean;
  /** Seed of the parts for `probability`. */
  readonly randomState: RandomState;
}

export const classifierDefaults: KernelClassifierParams = {
  ...kernelDefaults,
  probability: false,
  decisionFunctionShape: 'ovr',
  breakTies: false,
  randomState: null,
};

/** Probabilities of two classes are kept this far from 0 and 1 where those of more are made of them. */
const leastProbability = 1e-7;

export abstract class KernelClassifier<P extends KernelClassifierParams, L extends Label> extends Classifier<
  P,
  OneVsOneState<L>,
  L
> {
  /** Checks the parameters that the kind of machine adds. */
  protected abstract checkOwnParams(name: string): void;

  /**
   * The machine of two classes, of which the rows come one after the other.
   *
   * @param weights of the samples, those of their classes included
   */
  protected abstract solvePair(
    rows: KernelRowCache,
    sizes: readonly [number, number],
    weights: Float64Array,
  ): PairSolution;

  /** How much the classes count. */
  protected get classWeight(): ClassWeight {
    return null;
  }

  /** Which samples of `fit` are support vectors, by class. @shape → [support] */
  get support_(): Tensor<[number]> {
    return integers(this.learned.machine.support);
  }

  /** The support vectors; none where the kernel is no function of features. @shape → [support, F] */
  get supportVectors_(): Tensor<[number, number]> {
    const { kernel, support, vectors } = this.learned.machine;
    return kernel === null ? matrix([], 0, 0) : matrix(vectors, support.length, this.nFeaturesIn_);
  }

  /** Number of support vectors of each class. @shape → [K] */
  get nSupport_(): Tensor<[number]> {
    return integers(this.learned.counts);
  }

  /** Coefficients of the support vectors: of one of class c, against the other classes in order. @shape → [K − 1, support] */
  get dualCoef_(): Tensor<[number, number]> {
    const { dual, machine, classes } = this.learned;
    const sign = this.#sign;
    return matrix(
      dual.map((value) => sign * value),
      classes.length - 1,
      machine.support.length,
    );
  }

  /** Constant of the decision values of every two classes. @shape → [K·(K − 1)/2] */
  get intercept_(): Tensor<[number]> {
    return vector(this.learned.pairs.map(({ intercept }) => this.#sign * intercept));
  }

  /**
   * Weights of the features for every two classes. @shape → [K·(K − 1)/2, F]
   *
   * @throws {ParameterError} when the kernel is not linear
   */
  get coef_(): Tensor<[number, number]> {
    const { machine, pairs } = this.learned;
    if (machine.kernel?.name !== 'linear')
      throw new ParameterError(`${this.class.estimatorName}: coef_ is there for the linear kernel only`);
    const size = [pairs.length, machine.support.length, this.nFeaturesIn_] as const;
    const coef = multiply(pairCoefs(this.learned), machine.vectors, { size, transposeA: true });
    return matrix(
      coef.map((value) => this.#sign * value),
      pairs.length,
      this.nFeaturesIn_,
    );
  }

  /** Weight of each class, of `classWeight`. @shape → [K] */
  get classWeight_(): Tensor<[number]> {
    return vector(this.learned.classWeights);
  }

  /** Steps of the solver for every two classes. @shape → [K·(K − 1)/2] */
  get nIter_(): Tensor<[number]> {
    return integers(this.learned.pairs.map(({ iterations }) => iterations));
  }

  /** 0 where the solver reached `tol`, 1 where `maxIter` ended it. */
  get fitStatus_(): number {
    return this.learned.pairs.every(({ converged }) => converged) ? 0 : 1;
  }

  /** Slopes of the sigmoids of every two classes; empty without `probability`. */
  get probA_(): Tensor<[number]> {
    return vector(this.learned.pairs.flatMap(({ platt }) => platt?.a ?? []));
  }

  /** Constants of the sigmoids of every two classes; empty without `probability`. */
  get probB_(): Tensor<[number]> {
    return vector(this.learned.pairs.flatMap(({ platt }) => platt?.b ?? []));
  }

  /** Of two classes the values are > 0 for the second; of more, for the first of each pair. */
  get #sign(): number {
    return this.learned.classes.length === 2 ? -1 : 1;
  }

  /** Whether it can be asked for this: probabilities only with `probability`. */
  hasMethod(method: string): boolean {
    const isProbability = method === 'predictProba' || method === 'predictLogProba';
    return isProbability ? this.params.probability : typeof Reflect.get(this, method) === 'function';
  }

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const name = this.class.estimatorName;
    const { params } = this;
    checkKernelParams(name, params);
    requireOneOf(name, 'decisionFunctionShape', params.decisionFunctionShape, ['ovr', 'ovo']);
    requireParameter(
      name,
      'breakTies',
      params.breakTies,
      !params.breakTies || params.decisionFunctionShape === 'ovr',
      "false where decisionFunctionShape is 'ovo'",
    );
    this.checkOwnParams(name);
    const rng = params.probability ? generatorOf(name, params.randomState) : null;
    const state = tidy((): OneVsOneState<L> => {
      const samples = this.fitX(X);
      const { classes, codes } = this.fitLabels(samples, y);
      const weights = checkWeights(`${name}.fit`, sampleWeight, samples);
      const perClass = classWeights(name, this.classWeight, classes, codes);
      const training = trainingKernel(name, params, samples);
      const members = classes.map((_, c) => membersOf(codes, c, weights));
      const empty = members.findIndex((list) => list.length === 0);
      if (empty >= 0) throw new DataError(`${name}.fit: all samples of class ${classes[empty]} have weight 0`);
      const fitPair = (pair: ClassPair, i: number, j: number): PairSolution =>
        tidy(() => {
          const chosen = joined(...pair);
          const own = new Float64Array(chosen.length);
          for (let at = 0; at < own.length; at++)
            own[at] = (weights?.[chosen[at]] ?? 1) * perClass[at < pair[0].length ? i : j];
          const rows = new KernelRowCache(sourceOf(training, chosen), params.cacheSize);
          return this.solvePair(rows, [pair[0].length, pair[1].length], own);
        });
      const pairs: FittedPair[] = [];
      const total = (classes.length * (classes.length - 1)) / 2;
      forPairs(classes.length, (i, j) => {
        const pair = [members[i], members[j]] as const;
        const platt = rng === null ? null : heldOutSigmoid(training, pair, rng, (some) => fitPair(some, i, j));
        pairs.push({ ...fitPair(pair, i, j), platt });
        onProgress?.({ done: pairs.length, total });
      });
      return { classes, classWeights: perClass, ...joinPairs({ params, X: samples, training }, members, pairs) };
    });
    return this.learn(state);
  }

  predict(X: MatrixLike): Predicted<L> {
    const { classes } = this.learned;
    return tidy(() => {
      const decisions = this.#pairDecisions(X, 'predict');
      const K = classes.length;
      const scores = this.params.breakTies && K > 2 ? classScores(decisions, K) : pairVotes(decisions, K);
      return decodeLabels(classes, bestColumns(scores, K)) as Tensor;
    }) as Predicted<L>;
  }

  /**
   * Two classes: > 0 for the second. More: votes of the pairs, with their decision values between −1/3 and 1/3 added; or with
   * 'ovo' the decision values of every two classes, > 0 for the first of them.
   *
   * @shape X [N, F] → [N], [N, K] or [N, K·(K − 1)/2]
   */
  decisionFunction(X: MatrixLike): Tensor {
    const { classes, pairs } = this.learned;
    return tidy((): Tensor => {
      const decisions = this.#pairDecisions(X, 'decisionFunction');
      const K = classes.length;
      if (K === 2) return vector(decisions.map((value) => -value));
      if (this.params.decisionFunctionShape === 'ovo')
        return matrix(decisions, decisions.length / pairs.length, pairs.length);
      return matrix(classScores(decisions, K), decisions.length / pairs.length, K);
    });
  }

  /**
   * Probabilities of the classes: sigmoids of the decision values of every two classes, coupled.
   *
   * @shape X [N, F] → [N, K]
   * @throws {ParameterError} when `fit` was called without `probability`
   */
  predictProba(X: MatrixLike): Tensor {
    const { classes, pairs } = this.learned;
    const sigmoids = pairs.map(({ platt }) => platt);
    if (sigmoids.includes(null))
      throw new ParameterError(`${this.class.estimatorName}: predictProba needs probability: true in fit`);
    return tidy(() => {
      const decisions = this.#pairDecisions(X, 'predictProba');
      const K = classes.length;
      const n = decisions.length / pairs.length;
      const out = new Float64Array(n * K);
      const table = new Float64Array(K * K);
      for (let row = 0; row < n; row++) {
        forPairs(K, (i, j, pair) => {
          const sigmoid = sigmoids[pair] as PlattSigmoid;
          const p = sigmoidProbability(sigmoid, decisions[row * pairs.length + pair]);
          const kept = Math.min(Math.max(p, leastProbability), 1 - leastProbability);
          table[i * K + j] = kept;
          table[j * K + i] = 1 - kept;
        });
        if (K === 2) out.set([table[1], table[2]], row * K);
        else out.set(couplePairs(table, K), row * K);
      }
      return matrix(out, n, K);
    });
  }

  /** @shape X [N, F] → [N, K] */
  predictLogProba(X: MatrixLike): Tensor {
    return tidy(() => this.predictProba(X).log());
  }

  /** > 0 on the side of the first class. @shape → [N, pairs] */
  #pairDecisions(X: MatrixLike, method: string): Float64Array {
    const { machine, pairs } = this.learned;
    const samples = this.checkX(X, method);
    const intercepts = Float64Array.from(pairs, ({ intercept }) => intercept);
    const op = `${this.class.estimatorName}.${method}`;
    return sumKernels({ op, kernel: this.params.kernel, X: samples }, machine, {
      coefs: pairCoefs(this.learned),
      intercepts,
    });
  }

  protected readState(state: unknown, seen: SeenFeatures | null): OneVsOneState<L> {
    const read = new StateReader(this.class.estimatorName, state);
    return readOneVsOne(read, seen?.count ?? 0, typeof this.params.kernel === 'function');
  }
}

/** Samples of a class that have a weight. */
function membersOf(codes: Int32Array, code: number, weights: Float64Array | null): Int32Array {
  return range(codes.length).filter((i) => codes[i] === code && (weights === null || weights[i] > 0));
}

import { matmul, type Tensor, tidy } from '@ml/tensor';
import type { FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import {
  ParameterError,
  requireCount,
  requireNonNegative,
  requireOneOf,
  requireParameter,
} from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { matrix, values } from '../base/values.ts';
import { transposed } from '../linalg/transposed.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { checkScores } from './check-scores.ts';
import { descend, normalEquations, type Penalty, solveRows } from './nmf-coordinate-descent.ts';
import { multiply, multiplyRows, rootError } from './nmf-multiplicative.ts';
import { type Factors, type NMFInit, startingFactors } from './nmf-start.ts';

export interface NMFParams {
  /** Rows of H; null: as many as features. */
  readonly nComponents: number | null;
  /** Null: 'nndsvda', or 'random' where there are more components than samples or features. */
  readonly init: NMFInit | null;
  /** Coordinate descent, for the Frobenius norm only, or multiplicative updates. */
  readonly solver: 'cd' | 'mu';
  /** Divergence of X and W·H; a number is the β of the family that the named ones belong to (2, 1, 0). */
  readonly betaLoss: 'frobenius' | 'kullback-leibler' | 'itakura-saito' | number;
  readonly tol: number;
  readonly maxIter: number;
  readonly randomState: RandomState;
  /** Penalty on W; it counts times the number of features. */
  readonly alphaW: number;
  /** Penalty on H; it counts times the number of samples. */
  readonly alphaH: number | 'same';
  /** Share of the penalties that is Σ|·|, the rest is ½·Σ(·)². */
  readonly l1Ratio: number;
  /** Visit components in random order (coordinate descent). */
  readonly shuffle: boolean;
}

interface NMFState {
  /** [K, F] */
  readonly components: Float64Array;
  readonly nComponents: number;
  readonly reconstructionErr: number;
  readonly nIter: number;
}

const betas: Readonly<Record<string, number>> = { frobenius: 2, 'kullback-leibler': 1, 'itakura-saito': 0 };

/**
 * Non-negative matrix factorisation: X ≈ W·H with W, H ≥ 0, parts that add up.
 *
 * Minimises D_β(X, W·H) + F·α_W·(ρ·Σ|w| + (1 − ρ)/2·Σw²) + N·α_H·(the same of H). The minimum found is a local one, that next to where
 * `init` starts. `transform` finds W for the H of `fit`, each row to its own end.
 *
 * @shape X [N, F], ≥ 0 → [N, K]
 * @throws {DataError} when a value is negative, or 0 with β ≤ 0
 * @complexity O(N·F·K) a round
 * @reference Cichocki & Phan 2009; Févotte & Idier 2011; agrees with sklearn.decomposition.NMF
 * @example
 * const nmf = new NMF({ nComponents: 1, tol: 1e-10 }).fit([[1, 2], [2, 4]]);
 * nmf.inverseTransform(nmf.transform([[3, 6]])).round().toArray() // => [[3, 6]]
 */
export class NMF extends Transformer<NMFParams, NMFState> {
  static readonly estimatorName = 'NMF';
  static readonly defaults: NMFParams = {
    nComponents: null,
    init: null,
    solver: 'cd',
    betaLoss: 'frobenius',
    tol: 1e-4,
    maxIter: 200,
    randomState: null,
    alphaW: 0,
    alphaH: 'same',
    l1Ratio: 0,
    shuffle: false,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { requiresPositiveX: true, orderInvariant: false });

  /** H, a part in each row. @shape → [K, F] */
  get components_(): Tensor<[number, number]> {
    return matrix(this.learned.components, this.nComponents_, this.nFeaturesIn_);
  }

  get nComponents_(): number {
    return this.learned.nComponents;
  }

  /** √(2·D_β) of the samples of `fit`: for the Frobenius norm |X − W·H|. */
  get reconstructionErr_(): number {
    return this.learned.reconstructionErr;
  }

  /** Rounds it took. */
  get nIter_(): number {
    return this.learned.nIter;
  }

  fit(X: MatrixLike, _y: unknown = null, options: FitOptions = {}): this {
    tidy(() => void this.#factorize(X, options));
    return this;
  }

  override fitTransform(X: MatrixLike, _y: unknown = null, options: FitOptions = {}): Tensor<[number, number]> {
    return tidy(() => {
      const W = this.#factorize(X, options);
      return matrix(W, W.length / this.nComponents_, this.nComponents_);
    });
  }

  /** W of X for the parts of `fit`. @shape X [N, F] → [N, K] */
  transform(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const samples = this.#positive(this.checkX(X, 'transform'), 'transform');
      const { solver, tol, maxIter } = this.params;
      const { components, nComponents } = this.learned;
      const [n, f] = samples.shape;
      const { penaltyW } = this.#penalties(n, f);
      const W =
        solver === 'cd'
          ? solveRows(normalEquations(samples, transposed(components, nComponents, f), penaltyW), nComponents, {
              tol,
              maxIter,
            })
          : multiplyRows(samples, components, { beta: this.#beta, penaltyW, tol, maxIter });
      return matrix(W, n, nComponents);
    });
  }

  /** W·H. @shape W [N, K] → [N, F] */
  inverseTransform(W: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const weights = checkScores('NMF.inverseTransform', W, this.nComponents_);
      return matmul(weights, this.components_ as never) as Tensor<[number, number]>;
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    this.inputNames(inputNames);
    return this.numberedNames(this.nComponents_);
  }

  /** Learns H, and returns W. */
  #factorize(X: MatrixLike, { onProgress }: FitOptions): Float64Array {
    this.#checkParams();
    const { nComponents, solver, tol, maxIter, randomState, shuffle } = this.params;
    const samples = this.#positive(this.fitX(X), 'fit');
    const [n, f] = samples.shape;
    const rng = generatorOf('NMF', randomState);
    const k = nComponents ?? f;
    const factors: Factors = startingFactors(samples, k, { init: this.#init(k, n, f), rng });
    const onRound = (round: number): void => onProgress?.({ done: round, total: maxIter });
    const common = { ...this.#penalties(n, f), tol, maxIter, onRound };
    const nIter =
      solver === 'cd'
        ? descend(samples, factors, { ...common, rng: shuffle ? rng : null })
        : multiply(samples, factors, { ...common, beta: this.#beta });
    const { W, H } = factors;
    this.learn({
      components: H,
      nComponents: k,
      reconstructionErr: rootError(samples, W, H, this.#beta),
      nIter,
    });
    return W;
  }

  #init(k: number, n: number, f: number): NMFInit {
    const { init } = this.params;
    const fits = k <= Math.min(n, f);
    if (init !== null && init !== 'random' && !fits)
      throw new ParameterError(
        `NMF: init '${init}' takes at most min(samples, features) = ${Math.min(n, f)} components, not ${k}`,
      );
    return init ?? (fits ? 'nndsvda' : 'random');
  }

  get #beta(): number {
    const { betaLoss } = this.params;
    return typeof betaLoss === 'number' ? betaLoss : betas[betaLoss];
  }

  #penalties(n: number, f: number): { readonly penaltyW: Penalty; readonly penaltyH: Penalty } {
    const { alphaW, alphaH, l1Ratio } = this.params;
    const penalty = (alpha: number): Penalty => ({ l1: alpha * l1Ratio, l2: alpha * (1 - l1Ratio) });
    return { penaltyW: penalty(f * alphaW), penaltyH: penalty(n * (alphaH === 'same' ? alphaW : alphaH)) };
  }

  #positive(X: Tensor<[number, number]>, method: string): Tensor<[number, number]> {
    const f = X.shape[1];
    const data = values(X);
    const strict = this.#beta <= 0;
    for (let i = 0; i < data.length; i++)
      if (data[i] < 0 || (strict && data[i] === 0))
        throw new DataError(
          `NMF.${method}: X has ${data[i]} at row ${Math.floor(i / f)}, column ${i % f}, values must be ${strict ? '> 0 with this betaLoss' : '≥ 0'}`,
        );
    return X;
  }

  #checkParams(): void {
    const { nComponents, init, solver, betaLoss, tol, maxIter, alphaW, alphaH, l1Ratio } = this.params;
    if (nComponents !== null) requireCount('NMF', 'nComponents', nComponents);
    requireOneOf('NMF', 'init', init, [null, 'random', 'nndsvd', 'nndsvda', 'nndsvdar']);
    requireOneOf('NMF', 'solver', solver, ['cd', 'mu']);
    if (typeof betaLoss === 'number')
      requireParameter('NMF', 'betaLoss', betaLoss, Number.isFinite(betaLoss), 'finite');
    else requireOneOf('NMF', 'betaLoss', betaLoss, Object.keys(betas));
    if (solver === 'cd' && this.#beta !== 2)
      throw new ParameterError(`NMF: solver 'cd' takes betaLoss 'frobenius' only; use solver 'mu' for ${betaLoss}`);
    requireNonNegative('NMF', 'tol', tol);
    requireCount('NMF', 'maxIter', maxIter);
    requireNonNegative('NMF', 'alphaW', alphaW);
    if (alphaH !== 'same') requireNonNegative('NMF', 'alphaH', alphaH);
    requireParameter(
      'NMF',
      'l1Ratio',
      l1Ratio,
      typeof l1Ratio === 'number' && l1Ratio >= 0 && l1Ratio <= 1,
      'in [0, 1]',
    );
  }

  protected readState(state: unknown, seen: SeenFeatures | null): NMFState {
    const read = new StateReader('NMF', state);
    const nComponents = read.integer('nComponents', 1);
    const components = read.float64('components', nComponents * (seen?.count ?? 0));
    return {
      components,
      nComponents,
      reconstructionErr: read.number('reconstructionErr'),
      nIter: read.integer('nIter'),
    };
  }
}

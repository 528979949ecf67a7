import { type Tensor, tidy } from '@ml/tensor';
import { Classifier } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values, vector } from '../base/values.ts';
import { classMeans } from '../bayes/class-moments.ts';
import { normalizeExponentials, normalizeLogs } from '../bayes/normalize-logs.ts';
import { multiply } from '../linalg/multiply.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { largestOfRows } from '../tree/class-shares.ts';
import { centredRowsOf } from './centred-rows.ts';
import { rightSingular } from './right-singular.ts';
import { sharedPriors } from './shared-priors.ts';

export interface QuadraticDiscriminantAnalysisParams {
  /** Probabilities of the classes, in proportion; null: their shares of the samples. */
  readonly priors: readonly number[] | Float64Array | null;
  /** Share λ of the identity in each covariance, (1 − λ)Σₖ + λI. */
  readonly regParam: number;
  /** Keep the covariances. */
  readonly storeCovariance: boolean;
}

interface QuadraticDiscriminantAnalysisState<L extends Label> {
  readonly classes: readonly L[];
  readonly priors: Float64Array;
  /** [K, F] */
  readonly means: Float64Array;
  /** Of each class: directions in columns. [F, directions] */
  readonly rotations: readonly Float64Array[];
  /** Of each class: variance along each direction. */
  readonly scalings: readonly Float64Array[];
  /** Variance along what is at right angles to all directions: of classes with fewer samples than features. */
  readonly regParam: number;
  readonly isStored: boolean;
}

/**
 * Classes that are normal with means and covariances of their own: the boundaries between them are quadrics.
 *
 * δₖ(x) = −½ log|Σₖ| − ½ (x − μₖ)ᵀΣₖ⁻¹(x − μₖ) + log πₖ with the unbiased Σₖ, regularized: (1 − λ)Σₖ + λI. Of a class with fewer
 * samples than features, all directions count, also those in which its samples do not vary; scikit-learn leaves them out.
 *
 * @shape X [N, F] → [N]; probabilities [N, K]
 * @complexity O(N·F²)
 * @reference Hastie, Tibshirani & Friedman, ESL 2e §4.3; agrees with sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis
 * @example
 * const model = new QuadraticDiscriminantAnalysis().fit([[-1], [1], [-9], [9]], [0, 0, 1, 1]);
 * model.predict([[2], [-7]]).toArray() // => [0, 1]
 */
export class QuadraticDiscriminantAnalysis<L extends Label = number> extends Classifier<
  QuadraticDiscriminantAnalysisParams,
  QuadraticDiscriminantAnalysisState<L>,
  L
> {
  static readonly estimatorName = 'QuadraticDiscriminantAnalysis';
  static readonly defaults: QuadraticDiscriminantAnalysisParams = { priors: null, regParam: 0, storeCovariance: false };
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { fitsOneSample: false });

  /** Probability of each class. @shape → [K] */
  get priors_(): Tensor<[number]> {
    return vector(this.learned.priors);
  }

  /** Mean of each class. @shape → [K, F] */
  get means_(): Tensor<[number, number]> {
    return matrix(this.learned.means, this.learned.classes.length, this.nFeaturesIn_);
  }

  /** Of each class, the directions of its axes, in columns. @shape → [F, directions] each */
  get rotations_(): Tensor<[number, number]>[] {
    return this.learned.rotations.map((own) => matrix(own, this.nFeaturesIn_, own.length / this.nFeaturesIn_));
  }

  /** Of each class, the variance along each of its axes. @shape → [directions] each */
  get scalings_(): Tensor<[number]>[] {
    return this.learned.scalings.map((own) => vector(own));
  }

  /** Of each class, its covariance; null unless `storeCovariance`. @shape → [F, F] each */
  get covariance_(): Tensor<[number, number]>[] | null {
    const { rotations, scalings, regParam, isStored } = this.learned;
    const f = this.nFeaturesIn_;
    if (!isStored) return null;
    return rotations.map((rotation, k) => {
      const variances = scalings[k].map((value) => value - regParam);
      const scaled = rotation.map((value, i) => value * variances[i % variances.length]);
      const product = multiply(scaled, rotation, { size: [f, variances.length, f], transposeB: true });
      for (let j = 0; j < f; j++) product[j * (f + 1)] += regParam;
      return matrix(product, f, f);
    });
  }

  fit(X: MatrixLike, y: Labels<L>): this {
    const { regParam, storeCovariance } = this.params;
    const isShare = typeof regParam === 'number' && regParam >= 0 && regParam <= 1;
    requireParameter('QuadraticDiscriminantAnalysis', 'regParam', regParam, isShare, 'a number from 0 to 1');
    const op = 'QuadraticDiscriminantAnalysis.fit';
    return tidy(() => {
      const samples = this.fitX(X);
      const { classes, codes } = this.fitLabels(samples, y);
      const features = samples.shape[1];
      const { count, mean: means } = classMeans(values(samples), codes, classes.length, null);
      const rotations: Float64Array[] = [];
      const scalings: Float64Array[] = [];
      for (let k = 0; k < classes.length; k++) {
        if (count[k] < 2) throw new DataError(`${op}: class ${classes[k]} has one sample, which has no covariance`);
        const rows = centredRowsOf(values(samples), codes, k, means);
        const { s, V } = rightSingular(rows, count[k], features);
        const smallest = Math.max(count[k], features) * Number.EPSILON * s[0];
        const rank = s.filter((value) => value > smallest).length;
        if (rank < features && regParam === 0)
          throw new DataError(
            `${op}: the covariance of class ${classes[k]} has rank ${rank} of ${features}; set regParam`,
          );
        rotations.push(V);
        scalings.push(s.map((value) => ((1 - regParam) * value * value) / (count[k] - 1) + regParam));
      }
      const priors = sharedPriors(op, this.params.priors, count);
      return this.learn({ classes, priors, means, rotations, scalings, regParam, isStored: storeCovariance });
    });
  }

  predict(X: MatrixLike): Predicted<L> {
    const { classes } = this.learned;
    return tidy(() => decodeLabels(classes, largestOfRows(this.#logs(X, 'predict'), classes.length)));
  }

  /** δ of each class; of two classes the difference, positive where the second is predicted. @shape X [N, F] → [N, K] or [N] */
  decisionFunction(X: MatrixLike): Tensor {
    return tidy(() => {
      const logs = this.#logs(X, 'decisionFunction');
      if (this.learned.classes.length > 2) return this.#perClass(logs);
      return vector(Float64Array.from({ length: logs.length / 2 }, (_, i) => logs[2 * i + 1] - logs[2 * i]));
    });
  }

  /** log P(class | x). @shape X [N, F] → [N, K] */
  predictLogProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => this.#perClass(normalizeLogs(this.#logs(X, 'predictLogProba'), this.learned.classes.length)));
  }

  /** P(class | x). @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() =>
      this.#perClass(normalizeExponentials(this.#logs(X, 'predictProba'), this.learned.classes.length)),
    );
  }

  #perClass(data: Float64Array): Tensor<[number, number]> {
    const classes = this.learned.classes.length;
    return matrix(data, data.length / classes, classes);
  }

  /** δₖ(x). @shape → [N, K] */
  #logs(X: MatrixLike, method: string): Float64Array {
    const { priors, means, rotations, scalings, regParam } = this.learned;
    const samples = this.checkX(X, method);
    const [n, features] = samples.shape;
    const classes = priors.length;
    const logs = new Float64Array(n * classes);
    for (let k = 0; k < classes; k++) {
      const centred = samples.sub(vector(means.subarray(k * features, (k + 1) * features)));
      const variances = scalings[k];
      const directions = variances.length;
      const white = rotations[k].map((value, i) => value / Math.sqrt(variances[i % directions]));
      const along = values(centred.matmul(matrix(white, features, directions)));
      let logDeterminant = 0;
      for (const variance of variances) logDeterminant += Math.log(variance);
      const start = Math.log(priors[k]) - 0.5 * logDeterminant;
      for (let row = 0, at = 0; row < n; row++) {
        let distance = 0;
        for (const stop = at + directions; at < stop; at++) distance += along[at] * along[at];
        logs[row * classes + k] = start - 0.5 * distance;
      }
      if (directions < features) addRest(logs, k, { centred: values(centred), along, variances, regParam });
    }
    return logs;
  }

  protected readState(state: unknown, seen: SeenFeatures | null): QuadraticDiscriminantAnalysisState<L> {
    const read: StateReader = new StateReader('QuadraticDiscriminantAnalysis', state);
    const features = seen?.count ?? 0;
    const classes = read.classes<L>();
    const arrays = (name: string): Float64Array[] => {
      const list = read.list(name, classes.length);
      read.require(
        list.every((each) => each instanceof Float64Array),
        `has no float64 arrays in ${name}`,
      );
      return list as Float64Array[];
    };
    const [rotations, scalings] = [arrays('rotations'), arrays('scalings')];
    const agree = rotations.every((own, k) => own.length === features * scalings[k].length && scalings[k].length > 0);
    read.require(agree, 'has rotations and scalings that do not belong together');
    return {
      classes,
      priors: read.float64('priors', classes.length),
      means: read.float64('means', classes.length * features),
      rotations,
      scalings,
      regParam: read.number('regParam'),
      isStored: read.boolean('isStored'),
    };
  }
}

interface Rest {
  readonly centred: Float64Array;
  readonly along: Float64Array;
  readonly variances: Float64Array;
  readonly regParam: number;
}

/** What lies at right angles to the directions of class k, where there are fewer of them than features: its variance is λ. */
function addRest(logs: Float64Array, k: number, { centred, along, variances, regParam }: Rest): void {
  const directions = variances.length;
  const n = along.length / directions;
  const [classes, features] = [logs.length / n, centred.length / n];
  for (let row = 0; row < n; row++) {
    let rest = 0;
    for (let i = row * features; i < (row + 1) * features; i++) rest += centred[i] * centred[i];
    for (let i = 0; i < directions; i++) rest -= along[row * directions + i] ** 2 * variances[i];
    logs[row * classes + k] -= 0.5 * ((features - directions) * Math.log(regParam) + Math.max(0, rest) / regParam);
  }
}

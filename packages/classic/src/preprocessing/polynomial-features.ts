import { type Tensor, tidy } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { matrix, values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { newMatrix } from './new-matrix.ts';
import { type PolynomialTerms, polynomialTerms } from './polynomial-terms.ts';

export interface PolynomialFeaturesParams {
  /** Highest degree, or the lowest and the highest. */
  readonly degree: number | readonly [number, number];
  /** Only products of different features: no powers. */
  readonly interactionOnly: boolean;
  /** A column of ones. */
  readonly includeBias: boolean;
}

interface PolynomialFeaturesState {
  readonly features: number;
  readonly lowest: number;
  readonly highest: number;
  readonly interactionOnly: boolean;
  readonly includeBias: boolean;
}

/**
 * All products of features up to a degree.
 *
 * Of [a, b] with degree 2: 1, a, b, a², ab, b².
 *
 * @shape X [N, F] → [N, C(F + degree, degree)]
 * @complexity O(N) per product: each is an earlier one times a feature
 * @reference agrees with sklearn.preprocessing.PolynomialFeatures
 * @example
 * new PolynomialFeatures().fitTransform([[2, 3]]).toArray() // => [[1, 2, 3, 4, 6, 9]]
 */
export class PolynomialFeatures extends Transformer<PolynomialFeaturesParams, PolynomialFeaturesState> {
  static readonly estimatorName = 'PolynomialFeatures';
  static readonly defaults: PolynomialFeaturesParams = { degree: 2, interactionOnly: false, includeBias: true };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer');

  /** Exponent of every feature in every product. @shape → [products, F] */
  get powers_(): Tensor<[number, number]> {
    const { features } = this.learned;
    const { terms, columns } = this.#terms();
    const out = new Float64Array(columns.length * features);
    columns.forEach((start, row) => {
      for (let term = start; term > 0; term = terms.parent[term]) out[row * features + terms.feature[term]]++;
    });
    return matrix(out, columns.length, features);
  }

  get nOutputFeatures_(): number {
    return this.#terms().columns.length;
  }

  fit(X: MatrixLike, _y: unknown = null): this {
    const { degree, interactionOnly, includeBias } = this.params;
    const [lowest, highest] = typeof degree === 'number' ? [0, degree] : degree;
    const isRange = Number.isSafeInteger(lowest) && Number.isSafeInteger(highest) && 0 <= lowest && lowest <= highest;
    requireParameter('PolynomialFeatures', 'degree', degree, isRange, 'an integer ≥ 0, or two, ascending');
    requireParameter(
      'PolynomialFeatures',
      'degree',
      degree,
      highest > 0 || includeBias,
      'above 0 where includeBias is false: there would be no column',
    );
    const features = tidy(() => this.fitX(X).shape[1]);
    return this.learn({ features, lowest, highest, interactionOnly, includeBias });
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { terms, columns } = this.#terms();
    return tidy(() => {
      const samples = this.checkX(X, 'transform');
      const [n, features] = samples.shape;
      const out = newMatrix(n, columns.length);
      multiplyRows(values(out), values(samples), { terms, columns, features });
      return out;
    });
  }

  /** Factors of each product with `^` and a space between them, as scikit-learn names them. */
  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const { terms, columns } = this.#terms();
    const names = this.inputNames(inputNames);
    return Array.from(columns, (start) => {
      const exponents = new Map<number, number>();
      for (let term = start; term > 0; term = terms.parent[term])
        exponents.set(terms.feature[term], (exponents.get(terms.feature[term]) ?? 0) + 1);
      const factors = [...exponents].sort(([a], [b]) => a - b);
      return factors.map(([j, power]) => (power === 1 ? names[j] : `${names[j]}^${power}`)).join(' ') || '1';
    });
  }

  /** The products, and the numbers of those that become columns. */
  #terms(): { readonly terms: PolynomialTerms; readonly columns: Int32Array } {
    const { features, lowest, highest, interactionOnly, includeBias } = this.learned;
    const terms = polynomialTerms(features, highest, interactionOnly);
    const all = terms.degree.map((_, term) => term);
    const columns = all.filter((term) => (term === 0 ? includeBias : terms.degree[term] >= lowest));
    return { terms, columns };
  }

  protected readState(state: unknown, seen: SeenFeatures | null): PolynomialFeaturesState {
    const read = new StateReader('PolynomialFeatures', state);
    const highest = read.integer('highest', 0, 100);
    return {
      features: read.integer('features', seen?.count ?? 0, seen?.count ?? 0),
      lowest: read.integer('lowest', 0, highest),
      highest,
      interactionOnly: read.boolean('interactionOnly'),
      includeBias: read.boolean('includeBias'),
    };
  }
}

interface Products {
  readonly terms: PolynomialTerms;
  readonly columns: Int32Array;
  readonly features: number;
}

/** Row by row: all products in a scratch row, then those that are columns. */
function multiplyRows(out: Float64Array, data: Float64Array, { terms, columns, features }: Products): void {
  const { parent, feature } = terms;
  const row = new Float64Array(parent.length);
  row[0] = 1;
  // columns are all products from one on, but for the empty one
  const first = columns.find((term) => term > 0) ?? parent.length;
  const bias = columns.length - (parent.length - first);
  for (let at = 0, to = 0; at < data.length; at += features, to += columns.length) {
    for (let term = 1; term < parent.length; term++) row[term] = row[parent[term]] * data[at + feature[term]];
    if (bias === 1) out[to] = 1;
    for (let term = first; term < parent.length; term++) out[to + bias + term - first] = row[term];
  }
}

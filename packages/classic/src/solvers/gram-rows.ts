import { indexSelect, matmul, type Tensor, tidy } from '@ml/tensor';
import { integers, values } from '../base/values.ts';
import { gram } from '../linalg/gram.ts';

/** Rows that are computed at once, at least. */
const fewest = 32;

/** Rows of the Gram matrix XᵀX, each computed when it is first asked for: sparse solutions need few of them. */
export class GramRows {
  readonly #X: Tensor<[number, number]> | null;
  /** Where row j is in `data`, divided by F; −1 where it has not been computed. */
  readonly #slots: Int32Array;
  #data: Float64Array;
  #count = 0;

  /** @param X [N, F], which must live as long as this; or, as `full`, all of the matrix */
  constructor(
    source: { readonly X: Tensor<[number, number]> } | { readonly full: Float64Array },
    readonly features: number,
  ) {
    if ('full' in source) {
      this.#X = null;
      this.#data = source.full;
      this.#count = features;
      this.#slots = Int32Array.from({ length: features }, (_, j) => j);
    } else {
      this.#X = source.X;
      this.#data = new Float64Array(0);
      this.#slots = new Int32Array(features).fill(-1);
    }
  }

  /** Rows one behind the other; valid until the next `prepare`. */
  get data(): Float64Array {
    return this.#data;
  }

  /** Where row j begins. It must have been prepared. */
  start(j: number): number {
    return this.#slots[j] * this.features;
  }

  /**
   * Computes those of the rows that are missing, as one matrix product with the columns whose rows are not known.
   *
   * @param next rows that are likely to be asked for later, the likeliest first: as many as are known already come along, so that a
   *   path that needs one more at a time does not make a product for each
   */
  prepare(rows: ArrayLike<number>, next: ArrayLike<number> = []): void {
    const X = this.#X;
    const missing = Array.from(rows).filter((j) => this.#slots[j] < 0);
    if (X === null || missing.length === 0) return;
    const asked = new Set(missing);
    const enough = Math.max(fewest, this.#count);
    for (let i = 0; i < next.length && missing.length < enough; i++)
      if (this.#slots[next[i]] < 0 && !asked.has(next[i])) missing.push(next[i]);
    const { features } = this;
    const needed = (this.#count + missing.length) * features;
    if (needed > this.#data.length) {
      const grown = new Float64Array(Math.min(features * features, Math.max(needed, 2 * this.#data.length)));
      grown.set(this.#data.subarray(0, this.#count * features));
      this.#data = grown;
    }
    const unknown = Array.from(this.#slots.keys()).filter((j) => this.#slots[j] < 0);
    const isLast = missing.length === unknown.length;
    // While little is known, products that are known already cost less than a copy of the other columns.
    const others = isLast || 2 * unknown.length < features ? unknown : Array.from(this.#slots.keys());
    tidy(() => {
      const pick = (list: readonly number[]): Tensor =>
        list.length === features ? X : indexSelect(X, 1, integers(list));
      const right = pick(others);
      const products = isLast ? gram(right) : values(matmul(pick(missing).transpose(), right as never));
      this.#fill(isLast ? unknown : missing, others, products);
    });
    for (const j of isLast ? unknown : missing) this.#slots[j] = this.#count++;
  }

  /** Rows that are missing: columns nobody knows from the products, the others from the rows that are there. */
  #fill(missing: readonly number[], others: readonly number[], products: Float64Array): void {
    const { features } = this;
    for (let i = 0; i < missing.length; i++) {
      const to = (this.#count + i) * features;
      for (let j = 0; j < features; j++)
        if (this.#slots[j] >= 0) this.#data[to + j] = this.#data[this.#slots[j] * features + missing[i]];
      for (let u = 0; u < others.length; u++) this.#data[to + others[u]] = products[i * others.length + u];
    }
  }
}

/**
 * The samples that a tree grows on, every node's in one stretch: a split moves those that go left before those that go right.
 */
export class GrowingSamples {
  /** Rows of the matrix. */
  readonly rows: Int32Array;
  /** By what the criterion knows each sample, in the same order. */
  readonly codes: Int32Array;
  readonly #spareRows: Int32Array;
  readonly #spareCodes: Int32Array;

  /**
   * @param rows those of weight > 0
   * @param codes theirs; null where a sample's code is its row
   */
  constructor(rows: Int32Array, codes: Int32Array | null) {
    this.rows = rows;
    this.codes = codes ?? rows;
    this.#spareRows = new Int32Array(rows.length);
    this.#spareCodes = new Int32Array(rows.length);
  }

  /**
   * Moves the node's samples to the front whose entry is at most `limit`; both sides keep their order.
   *
   * @param entries that of row i at first + i · stride
   * @returns where the others begin
   */
  partition(
    entries: Uint16Array | Int32Array | Float64Array,
    first: number,
    stride: number,
    limit: number,
    start: number,
    end: number,
  ): number {
    const { rows, codes } = this;
    const spareRows = this.#spareRows;
    const spareCodes = this.#spareCodes;
    let left = start;
    let right = 0;
    // Every sample is written to both sides, and counted on one: there is no branch to guess.
    for (let i = start; i < end; i++) {
      const row = rows[i];
      const code = codes[i];
      const isRight = +(entries[first + row * stride] > limit);
      rows[left] = row;
      codes[left] = code;
      spareRows[right] = row;
      spareCodes[right] = code;
      left += 1 - isRight;
      right += isRight;
    }
    for (let i = 0; i < right; i++) {
      rows[left + i] = spareRows[i];
      codes[left + i] = spareCodes[i];
    }
    return left;
  }
}

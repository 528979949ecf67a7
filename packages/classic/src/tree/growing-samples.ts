import type { RankedColumns } from './ranked-columns.ts';

/**
 * The samples that a tree grows on, every node's in one stretch: a split moves those that go left before those that go right.
 */
export class GrowingSamples {
  /** Rows of the matrix. */
  readonly rows: Int32Array;
  /** By what the criterion knows each sample, in the same order. */
  readonly codes: Int32Array;
  readonly #spare: Int32Array;

  /**
   * @param rows those of weight > 0
   * @param codes theirs; null where a sample's code is its row
   */
  constructor(rows: Int32Array, codes: Int32Array | null) {
    this.rows = rows;
    this.codes = codes ?? rows;
    this.#spare = new Int32Array(rows.length);
  }

  /** Moves the node's samples of rank ≤ `cut` to the front. @returns where those of higher rank begin */
  partition(columns: RankedColumns, feature: number, cut: number, start: number, end: number): number {
    const { rows, codes } = this;
    const spare = this.#spare;
    const { ranks } = columns;
    const base = feature * columns.samples;
    let middle = start;
    let right = 0;
    if (codes !== rows) {
      // Codes first, while the rows are still in order.
      for (let i = start; i < end; i++) {
        if (ranks[base + rows[i]] <= cut) codes[middle++] = codes[i];
        else spare[right++] = codes[i];
      }
      for (let i = 0; i < right; i++) codes[middle + i] = spare[i];
      middle = start;
      right = 0;
    }
    for (let i = start; i < end; i++) {
      const row = rows[i];
      if (ranks[base + row] <= cut) rows[middle++] = row;
      else spare[right++] = row;
    }
    for (let i = 0; i < right; i++) rows[middle + i] = spare[i];
    return middle;
  }
}

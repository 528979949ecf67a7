import type { Tree } from './tree.ts';

/**
 * Adds the shares of the classes in each sample's leaf to `out`.
 *
 * @shape leaves [N], out [N, K] row by row
 */
export function addClassShares(out: Float64Array, tree: Tree, leaves: Int32Array): void {
  const { nOutputs, value, weightedNNodeSamples } = tree;
  for (let i = 0, at = 0; i < leaves.length; i++) {
    const leaf = leaves[i];
    const weight = weightedNNodeSamples[leaf];
    for (let k = 0, from = leaf * nOutputs; k < nOutputs; k++) out[at++] += value[from++] / weight;
  }
}

/** The column of the largest entry of each row, the first of equal ones. @shape [N, K] → [N] */
export function largestOfRows(rows: Float64Array, columns: number): Int32Array {
  const places = new Int32Array(rows.length / columns);
  for (let i = 0, base = 0; i < places.length; i++, base += columns) {
    let largest = 0;
    for (let k = 1; k < columns; k++) if (rows[base + k] > rows[base + largest]) largest = k;
    places[i] = largest;
  }
  return places;
}

import type { HistForest } from './hist-forest.ts';

const words = 8;

/** Whether a value belongs to set `row`: what has a fraction counts as the integer before it. */
function inSet(sets: Int32Array, row: number, value: number): boolean {
  if (!(value >= 0 && value < 256)) return false;
  const category = value | 0;
  return ((sets[row * words + (category >> 5)] >>> (category & 31)) & 1) === 1;
}

/** Adds what trees `first`, `first + step`, … below `end` say of each row of x [N, F] to out at `at … at + N`. */
export function addPredictions(
  out: Float64Array,
  at: number,
  forest: HistForest,
  { first, end, step }: { readonly first: number; readonly end: number; readonly step: number },
  x: Float64Array,
  features: number,
): void {
  const { starts, feature, threshold, right, missingLeft, categorySet: sets, value, categories, known } = forest;
  const n = x.length / features;
  for (let i = 0; i < n; i++) {
    const row = i * features;
    let sum = out[at + i];
    for (let tree = first; tree < end; tree += step) {
      let node = starts[tree];
      for (let j = feature[node]; j >= 0; j = feature[node]) {
        const v = x[row + j];
        let left: boolean;
        if (sets[node] < 0) left = v <= threshold[node] || (missingLeft[node] === 1 && Number.isNaN(v));
        else left = inSet(categories, sets[node], v) || (missingLeft[node] === 1 && !inSet(known, j, v));
        node = left ? node + 1 : right[node];
      }
      sum += value[node];
    }
    out[at + i] = sum;
  }
}

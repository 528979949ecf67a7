import { allocate, heapView, type Rng, tidy } from '@ml/tensor';
import { sourceOf, type TrainingKernel } from './kernel-choice.ts';
import { rowLength } from './kernel-source.ts';
import { fitPlattSigmoid, type PlattSigmoid } from './platt-scaling.ts';

const folds = 5;

/** Samples of two classes. */
export type ClassPair = readonly [first: Int32Array, second: Int32Array];

/** Σ beta·k − level is > 0 on the side of the first class. */
export interface PairDecision {
  readonly beta: Float64Array;
  readonly level: number;
}

/**
 * The sigmoid of the decision values of samples that the machine had not seen: of five parts, each by a machine fitted on the
 * others.
 *
 * @param fit a machine of some samples of both classes
 */
export function heldOutSigmoid(
  training: TrainingKernel,
  [first, second]: ClassPair,
  rng: Rng,
  fit: (pair: ClassPair) => PairDecision,
): PlattSigmoid {
  const all = joined(first, second);
  const order = Int32Array.from(rng.permutation(all.length));
  const decisions = new Float64Array(all.length);
  for (let fold = 0; fold < folds; fold++) {
    const test = order.slice(Math.floor((fold * all.length) / folds), Math.floor(((fold + 1) * all.length) / folds));
    const isTest = new Uint8Array(all.length);
    for (const place of test) isTest[place] = 1;
    const rest = [
      first.filter((_, i) => isTest[i] === 0),
      second.filter((_, i) => isTest[first.length + i] === 0),
    ] as const;
    const found = decide(
      training,
      rest,
      test.map((place) => all[place]),
      fit,
    );
    test.forEach((place, i) => {
      decisions[place] = found[i];
    });
  }
  return fitPlattSigmoid(
    decisions,
    Array.from(all, (_, i) => i < first.length),
  );
}

/** Decision values of samples by a machine of others; ±1 or 0 where these are of one class or none. */
function decide(
  training: TrainingKernel,
  pair: ClassPair,
  samples: Int32Array,
  fit: (pair: ClassPair) => PairDecision,
): Float64Array {
  const [first, second] = pair.map((list) => list.length);
  if (first === 0 || second === 0) return new Float64Array(samples.length).fill(Math.sign(first - second));
  const { beta, level } = fit(pair);
  const all = joined(...pair, samples);
  return tidy(() => {
    const rows = Array.from(samples, () => allocate([rowLength(all.length)], 'float32'));
    sourceOf(training, all).fill(
      samples.map((_, i) => first + second + i),
      rows,
    );
    return Float64Array.from(rows, (row) => {
      const kernel = heapView(row);
      return beta.reduce((sum, weight, j) => sum + weight * kernel[j], -level);
    });
  });
}

/** The lists one after the other. */
export function joined(...lists: readonly Int32Array[]): Int32Array {
  const out = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    out.set(list, at);
    at += list.length;
  }
  return out;
}

import { allocate, engine, type Rng, type Tensor, tidy } from '@ml/tensor';
import { values } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';

/**
 * Numbers of samples to begin with: each is drawn with a probability in proportion to its squared distance from those before it, the best of
 * 2 + ⌊ln K⌋ draws.
 *
 * @reference Arthur & Vassilvitskii (2007), k-means++; greedy as sklearn's kmeans_plusplus
 */
export function kMeansPlusPlus(x: Tensor<[number, number]>, k: number, rng: Rng): Int32Array {
  const [n, d] = x.shape;
  const trials = 2 + Math.floor(Math.log(k));
  return tidy(() => {
    const samples = values(x);
    const closest: Tensor<[number]> = allocate([n], 'float64');
    const nearer: Tensor<[number, number]> = allocate([trials, n], 'float64');
    const candidates: Tensor<[number, number]> = allocate([trials, d], 'float64');
    const drawn = values(candidates);
    /** What would be left of `closest` with each of these samples as the next centre. */
    const tryOut = (numbers: readonly number[]): void => {
      numbers.forEach((i, t) => void drawn.set(samples.subarray(i * d, (i + 1) * d), t * d));
      const [out, before, from, at] = [nearer, closest, x, candidates].map(({ address }) => address);
      const grain = Math.ceil(65_536 / (d * numbers.length));
      engine.forRanges(classicKernels.threaded('nearerThan'), n, { grain }, (first, count) => [
        ...[out, before, from, at, n, d, numbers.length, first, count],
      ]);
    };
    const keep = (t: number): void => void values(closest).set(values(nearer).subarray(t * n, (t + 1) * n));

    const centres = new Int32Array(k);
    centres[0] = rng.integers(0, n);
    values(closest).fill(Number.POSITIVE_INFINITY);
    tryOut([centres[0]]);
    keep(0);
    for (let c = 1; c < k; c++) {
      const numbers = drawByWeight(values(closest), trials, rng);
      tryOut(numbers);
      const left = tidy(() => values(nearer.sum({ axis: 1 })).slice());
      const best = left.indexOf(left.reduce((a, b) => Math.min(a, b)));
      centres[c] = numbers[best];
      keep(best);
    }
    return centres;
  });
}

/** Places of `weights`, each drawn in proportion to its weight; the last one where all weights are 0. */
function drawByWeight(weights: Float64Array, count: number, rng: Rng): number[] {
  let total = 0;
  for (const weight of weights) total += weight;
  const marks = Array.from({ length: count }, () => rng.random() * total);
  const order = Array.from(marks.keys()).sort((a, b) => marks[a] - marks[b]);
  const found = new Array<number>(count).fill(weights.length - 1);
  let sum = 0;
  let next = 0;
  for (let i = 0; i < weights.length && next < count; i++) {
    sum += weights[i];
    while (next < count && marks[order[next]] <= sum) found[order[next++]] = i;
  }
  return found;
}

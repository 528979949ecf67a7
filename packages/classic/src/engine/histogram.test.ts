import { allocate, heapView, Rng, type Tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { buildHistogram, subtractHistogram } from '../hist-gradient-boosting/build-histogram.ts';
import { gatherPairs, splitSamples } from '../hist-gradient-boosting/split-samples.ts';
import { classicKernels } from './classic-kernels.ts';

const { exports: kernels } = classicKernels;

function put(data: Float64Array | Float32Array | Int32Array | Uint8Array): Tensor {
  const type = { Float64Array: 'float64', Float32Array: 'float32', Int32Array: 'int32', Uint8Array: 'uint8' } as const;
  const out: Tensor = allocate([data.length], type[data.constructor.name as keyof typeof type]);
  heapView(out).set(data);
  return out;
}

/** F features of N samples in `bins` bins; some samples in no order. */
function draw(N: number, F: number, n: number, bins: number) {
  const rng = new Rng(N + F);
  const codes = Uint8Array.from({ length: N * F }, () => rng.integers(0, bins));
  const samples = Int32Array.from(rng.permutation(N).slice(0, n));
  const pairs = Float32Array.from({ length: 2 * n }, () => rng.normal());
  return { codes, samples, pairs };
}

describe.each([
  [50, 1, 50, 7],
  [300, 6, 120, 256],
  [300, 9, 0, 16],
])('%i samples, %i features, %i in the node, %i bins', (N, F, n, bins) => {
  const { codes, samples, pairs } = draw(N, F, n, bins);

  test.each([true, false])('histograms have the bits of the plain loop; counts: %s', (counted) => {
    tidy(() => {
      const sums = new Float64Array(2 * F * bins);
      const counts = counted ? new Int32Array(F * bins) : null;
      for (let j = 0; j < F; j++) buildHistogram(sums, counts, j * bins, bins, codes, j * N, samples, 0, n, pairs);
      const out = put(new Float64Array(2 * F * bins).fill(9));
      const outCounts = put(new Int32Array(F * bins).fill(9));
      const operands = [codes, samples, pairs].map((data) => put(data).address) as [number, number, number];
      const at = counted ? outCounts.address : 0;
      // In two parts, as threads would.
      const cut = Math.ceil(F / 2);
      kernels.histogram(out.address, at, ...operands, n, bins, N, 0, cut);
      kernels.histogram(out.address, at, ...operands, n, bins, N, cut, F - cut);
      expect(heapView(out)).toEqual(sums);
      if (counts !== null) expect(heapView(outCounts)).toEqual(counts);
      // A parent less its child.
      const rest = sums.map((value) => 3 * value);
      const restCounts = counts?.map((value) => 3 * value) ?? null;
      const [parent, parentCounts] = [put(rest), put(restCounts ?? new Int32Array(1))];
      kernels.subtractHistogram(parent.address, counted ? parentCounts.address : 0, out.address, at, F * bins);
      subtractHistogram(rest, restCounts, sums, counts, 0, F * bins);
      expect(heapView(parent)).toEqual(rest);
      if (restCounts !== null) expect(heapView(parentCounts)).toEqual(restCounts);
    });
  });

  test('samples are divided in their order, and pairs follow them', () => {
    tidy(() => {
      const goesLeft = Uint8Array.from({ length: 256 }, (_, bin) => bin % 2);
      const expected = samples.slice();
      const left = splitSamples(expected, new Int32Array(n), 0, n, codes, 0, goesLeft);
      const [at, spare] = [put(samples), put(new Int32Array(n))];
      const found = kernels.splitSamples(at.address, spare.address, n, put(codes).address, put(goesLeft).address);
      expect(found).toBe(left);
      expect(heapView(at)).toEqual(expected);
      const all = Float32Array.from({ length: 2 * N }, (_, i) => i);
      const ordered = new Float32Array(2 * n);
      gatherPairs(ordered, all, 0, expected, 0, n);
      const out = put(new Float32Array(2 * n));
      kernels.gatherPairs(out.address, put(all).address, at.address, 0, n >> 1);
      kernels.gatherPairs(out.address, put(all).address, at.address, n >> 1, n - (n >> 1));
      expect(heapView(out)).toEqual(ordered);
    });
  });
});

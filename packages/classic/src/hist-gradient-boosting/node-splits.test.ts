import { heapView, Rng, type Tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { classicKernels } from '../engine/classic-kernels.ts';
import { buildHistogram, subtractHistogram } from './build-histogram.testing.ts';
import { put } from './put.testing.ts';
import { scanBins } from './scan-bins.testing.ts';
import { type NodeTotals, nodeFields, nodeValue, splitFields } from './split-rules.ts';
import { gatherPairs, splitSamples } from './split-samples.testing.ts';

const { exports: kernels } = classicKernels;

/** Σ of the histogram of one feature: the node it belongs to. */
function totals(sums: Float64Array, bins: number, count: number, l2: number): NodeTotals {
  let gradient = 0;
  let hessian = 0;
  for (let b = 0; b < bins; b++) {
    gradient += sums[2 * b];
    hessian += sums[2 * b + 1];
  }
  const value = nodeValue(gradient, hessian, l2, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  return { count, gradient, hessian, value, lower: -0.4, upper: 0.3 };
}

describe.each([
  { N: 60, F: 1, n: 60, bins: 7, least: 1, l2: 0 },
  { N: 300, F: 6, n: 120, bins: 256, least: 5, l2: 1.5 },
  { N: 300, F: 9, n: 100, bins: 16, least: 3, l2: 0.1 },
])('$N samples, $F features, $n in the node, $bins bins', ({ N, F, n, bins, least, l2 }) => {
  const rng = new Rng(N + F);
  const codes = Uint8Array.from({ length: N * F }, () => rng.integers(0, bins));
  const all = rng.permutation(N);
  const first = all.slice(0, n).sort();
  const used = Int32Array.from({ length: F }, (_, j) => (j % 3 === 1 ? bins : bins - 1));
  const missing = Int32Array.from({ length: F }, (_, j) => (j % 3 === 1 ? 0 : 1));
  const signs = Int32Array.from({ length: F }, (_, j) => (j % 4) - 1);
  const scanned = Int32Array.from({ length: F }, (_, j) => (j % 5 === 4 ? 0 : 1));
  const rules = Int32Array.from({ length: 4 * F }, (_, i) => {
    const j = i >> 2;
    return [used[j], missing[j], signs[j] > 1 ? 0 : signs[j], scanned[j]][i & 3];
  });

  test.each([
    ['of all samples', false, true],
    ['where second derivatives are 1', true, true],
    ['of the samples of a root', false, false],
  ])('histograms and splits %s have the bits of the plain loops', (_, constant, listed) => {
    tidy(() => {
      const samples = listed ? Int32Array.from(first) : Int32Array.from({ length: n }, (_, i) => i);
      const pairs = Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? rng.normal() : 1));
      if (!constant) for (let i = 1; i < pairs.length; i += 2) pairs[i] = rng.random();
      const sums = new Float64Array(2 * F * bins);
      const counts = constant ? null : new Int32Array(F * bins);
      for (let j = 0; j < F; j++) buildHistogram(sums, counts, j * bins, bins, codes, j * N, samples, 0, n, pairs);
      const parent = sums.map((value, i) => (i % 2 === 0 ? value + 0.3 : 2 * value));
      const parentCounts = counts?.map((value) => 2 * value) ?? null;
      const rest = parent.slice();
      const restCounts = parentCounts?.slice() ?? null;
      subtractHistogram(rest, restCounts, sums, counts, 0, F * bins);
      const nodes = [totals(sums, bins, n, l2), totals(rest, bins, n, l2)];
      const table = new Float64Array(2 * F * splitFields).fill(7);
      const expected = table.slice();
      for (let j = 0; j < F; j++) {
        if (scanned[j] === 0) continue;
        const scan = (row: number, own: Float64Array, ownCounts: Int32Array | null, node: NodeTotals) =>
          scanBins(expected, row, own, ownCounts, j * bins, used[j], missing[j] === 1, rules[4 * j + 2], node, {
            minSamplesLeaf: least,
            l2,
          });
        scan(j * splitFields, sums, counts, nodes[0]);
        scan((F + j) * splitFields, rest, restCounts, nodes[1]);
      }
      const described = nodes.flatMap(({ count, gradient, hessian, value, lower, upper }) => {
        return [count, gradient, hessian, value, lower, upper];
      });
      expect(described.length).toBe(2 * nodeFields);
      const tables = put(table);
      const [own, other] = [put(sums.map(() => 9)), put(sums.map(() => 9))];
      const [ownCounts, otherCounts] = [put(new Int32Array(F * bins)), put(new Int32Array(F * bins))];
      const counted = (tensor: Tensor): number => (constant ? 0 : tensor.address);
      const places = [put(rules), put(Float64Array.from(described))].map((tensor) => tensor.address);
      const inputs = [put(codes).address, listed ? put(samples).address : 0, put(pairs).address];
      const whole = [put(parent).address, counted(put(parentCounts ?? new Int32Array(1)))];
      const outputs = [own.address, counted(ownCounts), other.address, counted(otherCounts)];
      const args = [tables.address, ...places, 3, least, l2, ...outputs, ...whole, ...inputs, n, bins, N, F, 0];
      // In two parts, as threads would.
      const cut = Math.ceil(F / 2);
      const run = kernels.nodeSplits as (...args: number[]) => void;
      run(...args, 0, cut);
      run(...args, cut, F - cut);
      expect(heapView(own)).toEqual(sums);
      expect(heapView(other)).toEqual(rest);
      if (counts !== null) expect(heapView(ownCounts)).toEqual(counts);
      if (restCounts !== null) expect(heapView(otherCounts)).toEqual(restCounts);
      // Counts that are there already stay; everything else is the same.
      if (counts !== null) {
        heapView(own).fill(9);
        run(...args.slice(0, -1), 1, 0, F);
        expect(heapView(own)).toEqual(sums);
        expect(heapView(ownCounts)).toEqual(counts);
      }
      const found = heapView(tables);
      for (let row = 0; row < found.length; row += splitFields) {
        expect(found[row]).toBe(expected[row]);
        if (expected[row] > 0)
          expect(found.slice(row, row + splitFields)).toEqual(expected.slice(row, row + splitFields));
      }
      expect(expected.some((value, i) => i % splitFields === 0 && value > 0)).toBe(true);
    });
  });

  test('pairs are summed one after the other', () => {
    tidy(() => {
      const pairs = Float32Array.from({ length: 2 * n }, () => rng.normal());
      const out = put(new Float64Array(2));
      kernels.sumPairs(out.address, put(pairs).address, n);
      const sum = (first: number) => pairs.reduce((total, value, i) => (i % 2 === first ? total + value : total), 0);
      expect(Array.from(heapView(out))).toEqual([sum(0), sum(1)]);
    });
  });

  test('samples are divided in their order, and pairs follow them', () => {
    tidy(() => {
      const samples = Int32Array.from(all.slice(0, n));
      const goesLeft = Uint8Array.from({ length: 256 }, (_, bin) => bin % 2);
      const expected = samples.slice();
      const left = splitSamples(expected, new Int32Array(n), 0, n, codes, 0, goesLeft);
      const [at, spare] = [put(samples), put(new Int32Array(n))];
      const found = kernels.splitSamples(at.address, spare.address, n, put(codes).address, put(goesLeft).address);
      expect(found).toBe(left);
      expect(heapView(at)).toEqual(expected);
      const pairs = Float32Array.from({ length: 2 * N }, (_, i) => i);
      const ordered = new Float32Array(2 * n);
      gatherPairs(ordered, pairs, 0, expected, 0, n);
      const out = put(new Float32Array(2 * n));
      kernels.gatherPairs(out.address, put(pairs).address, at.address, 0, n >> 1);
      kernels.gatherPairs(out.address, put(pairs).address, at.address, n >> 1, n - (n >> 1));
      expect(heapView(out)).toEqual(ordered);
    });
  });
});

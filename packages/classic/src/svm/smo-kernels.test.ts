import { test as fuzz } from '@fast-check/vitest';
import { allocate, fromBuffer, heapView, Rng, type Tensor, tidy, zeros } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classicKernels } from '../engine/classic-kernels.ts';

const { expRows, smoAddRows, smoPartner, smoScan } = classicKernels.exports;

/** Variables whose gradients tie now and then, some of which cannot move. */
function draw(rng: Rng, n: number) {
  const list = (value: () => number) => Float64Array.from({ length: n }, value);
  const heap = (data: Float64Array | Float32Array | Int32Array) => fromBuffer(data, [n]) as Tensor;
  const gradient = list(() => Math.round(4 * rng.normal()) / 4);
  const noRise = list(() => (rng.random() < 0.3 ? Infinity : 0));
  const noFall = list(() => (rng.random() < 0.3 ? Infinity : 0));
  const diagonal = list(() => 1 + rng.random());
  const column = rng.permutation(n);
  const rows = Array.from({ length: 4 }, () => Float32Array.from({ length: n }, () => rng.normal()));
  return {
    ...{ gradient, noRise, noFall, diagonal, column, rows },
    at: {
      gradient: heap(gradient),
      noRise: heap(noRise).address,
      noFall: heap(noFall).address,
      diagonal: heap(diagonal).address,
      column: heap(column).address,
      rows: rows.map((row) => heap(row).address),
    },
  };
}

const sizes = integer({ min: 1, max: 40 });
const seeds = integer({ min: 0, max: 1000 });

describe('kernels of the solver do what plain loops do', () => {
  fuzz.prop([seeds, sizes, sizes])('smoScan', (seed, n, from) => {
    tidy(() => {
      const { gradient, noRise, noFall, column, rows, at } = draw(new Rng(seed), n);
      const start = Math.min(from - 1, n - 1);
      const found = allocate([3], 'float64');
      const [rise, fall] = [0.25, -0.5];
      const addresses = [at.noRise, at.noFall, at.column, at.rows[0], at.rows[1]] as const;
      smoScan(found.address, at.gradient.address, ...addresses, rise, fall, start, n);
      let [lowest, lowestAt, highest] = [Infinity, -1, -Infinity];
      for (let k = start; k < n; k++) {
        gradient[k] += rise * rows[0][column[k]] + fall * rows[1][column[k]];
        if (gradient[k] + noRise[k] <= lowest) [lowest, lowestAt] = [gradient[k] + noRise[k], k];
        highest = Math.max(highest, gradient[k] - noFall[k]);
      }
      expect(Array.from(heapView(at.gradient))).toEqual(Array.from(gradient));
      expect(Array.from(heapView(found))).toEqual([lowest, lowestAt, highest]);
    });
  });

  fuzz.prop([seeds, sizes])('smoPartner', (seed, n) => {
    tidy(() => {
      const { gradient, noFall, column, diagonal, rows, at } = draw(new Rng(seed), n);
      const found = fromBuffer(Float64Array.of(0.1, -1), [2]);
      const [lowest, own] = [-0.5, 1.5];
      smoPartner(
        ...([found.address, at.gradient.address, at.noFall, at.column, at.diagonal, at.rows[0]] as const),
        ...([lowest, own, 0, n] as const),
      );
      let [gain, place] = [0.1, -1];
      for (let k = 0; k < n; k++) {
        const slope = gradient[k] - noFall[k] - lowest;
        const curvature = own + diagonal[k] - 2 * rows[0][column[k]];
        const next = (slope * slope) / (curvature > 0 ? curvature : 1e-12);
        if (slope > 0 && next >= gain) [gain, place] = [next, k];
      }
      expect(Array.from(heapView(found))).toEqual([gain, place]);
    });
  });

  fuzz.prop([seeds, sizes])('smoAddRows', (seed, n) => {
    tidy(() => {
      const { gradient, column, rows, at } = draw(new Rng(seed), n);
      const [a, b, c, d] = at.rows;
      smoAddRows(at.gradient.address, at.column, a, b, c, d, 1, -2, 0.5, 3, 0, n);
      for (let k = 0; k < n; k++)
        [1, -2, 0.5, 3].forEach((weight, i) => {
          gradient[k] += weight * rows[i][column[k]];
        });
      expect(Array.from(heapView(at.gradient))).toEqual(Array.from(gradient));
    });
  });

  test('expRows: within a float32 of Math.exp, from 0 to underflow, and 1 for what rounding makes positive', () => {
    tidy(() => {
      const left = fromBuffer(Float64Array.of(1, 0, 0, 1, 2, 0, 1, 1), [4, 2]);
      const arguments_ = [0, 1e-13, -1e-9, -0.1, -0.7, -3, -20, -80, -100, -150, -699, -1e5, -1e300, -5, -6, -7];
      const right = fromBuffer(Float64Array.from([...arguments_, ...arguments_.map((x) => x / 2)]), [2, 16]);
      const rows = [0, 1, 2, 3].map(() => zeros([16], { dtype: 'float32' }));
      const [a, b, c, d] = rows.map((row) => row.address);
      expRows(a, b, c, d, left.address, right.address, 2, 16, 0, 8);
      expRows(a, b, c, d, left.address, right.address, 2, 16, 8, 8);
      [1, 0.5, 2, 1.5].forEach((factor, r) => {
        const found = heapView(rows[r]);
        arguments_.forEach((x, i) => {
          const exact = Math.exp(Math.min(0, factor * x));
          expect(Math.abs(found[i] - exact)).toBeLessThanOrEqual(exact * 2 ** -24 * 1.001 + 1e-45);
        });
      });
    });
  });
});

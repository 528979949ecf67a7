import { fc, test } from '@fast-check/vitest';
import {
  concat,
  cumsum,
  diagonal,
  expand,
  fromBuffer,
  gather,
  matmul,
  mul,
  pad,
  permute,
  Rng,
  randint,
  reshape,
  roll,
  scatterAdd,
  slice,
  split,
  sum,
  type Tensor,
  tidy,
  tril,
  zeros,
} from '@ml/tensor';
import { describe, expect } from 'vitest';
import { vjp } from '../functional/vjp.ts';

/** Small whole numbers in float64: every sum below is exact, so the law holds to the last bit. */
function whole(rng: Rng, shape: readonly number[]): Tensor {
  return randint(-9, 10, shape, { rng, dtype: 'float64' }) as Tensor;
}

/** ⟨A·x, u⟩ = ⟨x, Aᵀ·u⟩ for a linear map A: what defines the adjoint, and so the gradient rule. */
function expectAdjoint(rng: Rng, shape: readonly number[], map: (x: Tensor) => Tensor): void {
  tidy(() => {
    const x = whole(rng, shape);
    const { value, pullback } = vjp(map, x);
    const u = whole(rng, value.shape);
    expect(sum(mul(value, u)).item()).toBe(sum(mul(x, pullback(u)[0])).item());
  });
}

const seeds = fc.integer({ min: 0, max: 1e6 });
const size = fc.integer({ min: 1, max: 6 });
const shapes = fc.array(size, { minLength: 1, maxLength: 4 });
const bound = fc.option(fc.integer({ min: -8, max: 8 }));
const steps = fc.integer({ min: -4, max: 4 }).filter((step) => step !== 0);
const ranges = fc.array(fc.tuple(bound, bound, steps), { minLength: 1, maxLength: 4 });

describe('the rule of a linear map is its adjoint', () => {
  test.prop([shapes, ranges, seeds])('slice', (shape, all, seed) => {
    const indices = all.slice(0, shape.length).map(([start, stop, step]) => ({ start, stop, step }));
    expectAdjoint(new Rng(seed), shape, (x) => slice(x, ...indices));
  });

  test.prop([shapes, seeds])('permute, reshape, copy of a view', (shape, seed) => {
    const rng = new Rng(seed);
    const order = [...shape.keys()].sort(() => rng.random() - 0.5);
    expectAdjoint(rng, shape, (x) => reshape(permute(x, order), [-1]));
  });

  test.prop([shapes, fc.integer({ min: 1, max: 3 }), seeds])('expand', (shape, n, seed) => {
    const stretched = shape.map((d, axis) => (axis % 2 === 0 ? 1 : d));
    const to = [n, ...stretched.map((d) => (d === 1 ? n + 1 : d))];
    expectAdjoint(new Rng(seed), stretched, (x) => expand(x, to));
  });

  test.prop([shapes, seeds])('pad and roll', (shape, seed) => {
    const rng = new Rng(seed);
    const padding = shape.map((): [number, number] => [rng.integers(0, 3), rng.integers(0, 3)]);
    expectAdjoint(rng, shape, (x) => roll(pad(x, padding) as Tensor, 2, 0));
  });

  test.prop([size, size, size, fc.integer({ min: -6, max: 6 }), seeds])(
    'diagonal and tril',
    (m, b, n, offset, seed) => {
      const rng = new Rng(seed);
      expectAdjoint(rng, [m, b, n], (x) => diagonal(x, { offset, axis1: 2, axis2: 0 }));
      expectAdjoint(rng, [b, m, n], (x) => tril(x, offset));
    },
  );

  test.prop([size, size, seeds])('concat of split parts in another order', (n, m, seed) => {
    expectAdjoint(new Rng(seed), [m, 2 * n + 1], (x) => {
      const [a, b, c] = split(x, [n, 1, n], 1);
      return concat([c, a, b, a], 1) as Tensor;
    });
  });

  test.prop([size, size, size, seeds])('gather and scatterAdd', (rows, cols, n, seed) => {
    const rng = new Rng(seed);
    const index = randint(0, cols, [rows, n], { rng }) as Tensor;
    expectAdjoint(rng, [rows, cols], (x) => gather(x, 1, index));
    expectAdjoint(rng, [rows, n], (x) => scatterAdd(zeros([rows, cols], { dtype: 'float64' }) as Tensor, 1, index, x));
  });

  test.prop([shapes, seeds])('sum and cumsum', (shape, seed) => {
    const rng = new Rng(seed);
    const axis = rng.integers(0, shape.length);
    expectAdjoint(rng, shape, (x) => cumsum(x, axis));
    expectAdjoint(rng, shape, (x) => sum(x, { axis }) as Tensor);
  });

  test.prop([size, size, size, size, seeds])('matmul by either factor, batched', (b, m, k, n, seed) => {
    const rng = new Rng(seed);
    const [left, right] = [whole(rng, [b, m, k]), whole(rng, [k, n])];
    expectAdjoint(rng, [k, n], (x) => matmul(left, x));
    expectAdjoint(rng, [b, m, k], (x) => matmul(x, right));
    expectAdjoint(rng, [1, k, n], (x) => matmul(left, x));
  });

  test.prop([size, seeds])('empty arrays have empty gradients', (n, seed) => {
    expectAdjoint(new Rng(seed), [n, 0], (x) => concat([x, fromBuffer(new Float64Array(n), [n, 1])], 1) as Tensor);
    expectAdjoint(new Rng(seed), [0, n], (x) => sum(x, { axis: 0 }) as Tensor);
  });
});

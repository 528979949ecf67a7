import { parameter } from '@ml/autograd';
import { eye, matmul, mean, Rng, ShapeError, type Tensor, toTypedArray, transpose, variance, zeros } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { gain } from './gain.ts';
import { initKaimingNormal, initKaimingUniform } from './kaiming.ts';
import { initOrthogonal } from './orthogonal.ts';
import { initSparse } from './sparse.ts';
import { initTruncatedNormal } from './truncated-normal.ts';
import { initXavierNormal, initXavierUniform } from './xavier.ts';

const rng = (): Rng => new Rng(1);
const learned = (shape: number[]): Tensor => parameter(zeros(shape, { dtype: 'float64' })) as Tensor;
const largest = (x: Tensor): number => Math.max(...toTypedArray(x).map(Math.abs));
const deviation = (x: Tensor): number => Math.sqrt(variance(x).item());

test('gain: as in torch.nn.init.calculate_gain', () => {
  expect(gain('linear')).toBe(1);
  expect(gain('sigmoid')).toBe(1);
  expect(gain('tanh')).toBe(5 / 3);
  expect(gain('relu')).toBe(Math.SQRT2);
  expect(gain('leakyRelu')).toBe(Math.sqrt(2 / (1 + 0.01 ** 2)));
  expect(gain('selu')).toBe(0.75);
});

test('initKaimingUniform is bounded by √3·gain/√fanIn', () => {
  const largest = (a: number, shape: [number, number, number]) => {
    const x: Tensor = initKaimingUniform(parameter(zeros(shape)), { a, rng: rng() });
    return Math.max(...toTypedArray(x));
  };
  // Of 10,000 uniform draws the largest lies within 0.1 % of the bound, save one time in 20,000.
  expect(largest(0, [100, 25, 4]) / Math.sqrt(6 / 100)).toBeGreaterThan(0.999);
  expect(largest(0, [100, 25, 4]) / Math.sqrt(6 / 100)).toBeLessThanOrEqual(1);
  expect(largest(Math.sqrt(5), [100, 50, 2]) / 0.1).toBeGreaterThan(0.999);
  expect(largest(Math.sqrt(5), [100, 50, 2]) / 0.1).toBeLessThanOrEqual(1 + 1e-6);
  expect(() => initKaimingUniform(zeros([3]))).toThrow(ShapeError);
});

// Of 20,000 normal draws the deviation is within 2 % of its expectation, which is four standard errors; of as many uniform
// ones the largest lies within 0.1 % of the bound.
describe('20,000 weights [100, 50, 4]: fan-in 200, fan-out 400', () => {
  const shape = [100, 50, 4];
  test.each([
    ['kaiming, fan-in', initKaimingNormal(learned(shape), { rng: rng() }), Math.sqrt(2 / 200)],
    ['kaiming, fan-out', initKaimingNormal(learned(shape), { mode: 'fanOut', rng: rng() }), Math.sqrt(2 / 400)],
    ['kaiming, tanh', initKaimingNormal(learned(shape), { nonlinearity: 'tanh', rng: rng() }), 5 / 3 / Math.sqrt(200)],
    ['kaiming, slope 1', initKaimingNormal(learned(shape), { a: 1, rng: rng() }), Math.sqrt(1 / 200)],
    ['xavier', initXavierNormal(learned(shape), { rng: rng() }), Math.sqrt(2 / 600)],
    ['xavier, gain 3', initXavierNormal(learned(shape), { gain: 3, rng: rng() }), 3 * Math.sqrt(2 / 600)],
  ])('%s, normal', (_, x, expected) => {
    expect(Math.abs(deviation(x) / expected - 1)).toBeLessThan(0.02);
  });

  test.each([
    ['kaiming, fan-out', initKaimingUniform(learned(shape), { mode: 'fanOut', rng: rng() }), Math.sqrt(6 / 400)],
    ['xavier', initXavierUniform(learned(shape), { rng: rng() }), Math.sqrt(6 / 600)],
  ])('%s, uniform', (_, x, bound) => {
    expect(largest(x) / bound).toBeGreaterThan(0.999);
    expect(largest(x) / bound).toBeLessThanOrEqual(1);
  });
});

test.each([
  [[5, 5], 1],
  [[3, 8], 2],
  [[8, 3], 1],
  [[4, 3, 2], 0.5],
])('initOrthogonal %j: rows, or columns, are orthogonal and as long as the gain', (shape, factor) => {
  const x = initOrthogonal(learned(shape), { gain: factor, rng: rng() });
  const matrix = x.reshape([shape[0], -1]) as Tensor;
  const wide = matrix.shape[0] <= matrix.shape[1];
  const products: Tensor = wide ? matmul(matrix, transpose(matrix)) : matmul(transpose(matrix), matrix);
  const identity = eye(Math.min(...matrix.shape), undefined, { dtype: 'float64' }).mul(factor ** 2);
  expect(largest(products.sub(identity) as Tensor)).toBeLessThan(1e-14);
});

test('initOrthogonal draws evenly: the mean of many rotations is nothing', () => {
  const generator = rng();
  let total: Tensor = zeros([2, 2], { dtype: 'float64' });
  for (let i = 0; i < 2000; i++) total = total.add(initOrthogonal(learned([2, 2]), { rng: generator })) as Tensor;
  // Each element has variance 1/2: four standard errors of the mean are 0.063.
  expect(largest(total.div(2000) as Tensor)).toBeLessThan(0.063);
});

test('initTruncatedNormal stays within its limits and keeps the shape of the bell', () => {
  const x = initTruncatedNormal(learned([20_000]), { rng: rng() });
  expect(largest(x)).toBeLessThanOrEqual(2);
  expect(largest(x)).toBeGreaterThan(1.99);
  // Variance of a normal cut at ±2: 1 − 2·2φ(2)/(2Φ(2) − 1) = 0.7737.
  expect(Math.abs(deviation(x) / Math.sqrt(0.7737) - 1)).toBeLessThan(0.02);
  const beside = initTruncatedNormal(learned([1000]), { mean: 3, std: 0.5, low: 1, high: 3, rng: rng() });
  expect(mean(beside).item()).toBeCloseTo(3 - 0.5 * Math.sqrt(2 / Math.PI), 1);
  expect(() => initTruncatedNormal(learned([1]), { low: 1, high: 1 })).toThrow('low (1) must be less than high (1)');
  expect(() => initTruncatedNormal(learned([1]), { mean: 9 })).toThrow('more than two standard deviations away');
});

test('initSparse: so many zeros in each column', () => {
  const x = initSparse(learned([10, 40]), { sparsity: 0.31, rng: rng() });
  const columns = transpose(x).toArray() as unknown as number[][];
  expect(columns.map((column) => column.filter((value) => value === 0).length)).toEqual(Array(40).fill(4));
  expect(Math.abs(deviation(x) / (0.01 * Math.sqrt(0.6)) - 1)).toBeLessThan(0.15);
  expect(() => initSparse(learned([2, 2]), { sparsity: 2 })).toThrow('sparsity must be in 0 … 1, not 2');
  expect(() => initSparse(learned([2]), { sparsity: 0.5 })).toThrow(ShapeError);
});

test.each([initXavierNormal, initXavierUniform, initKaimingNormal, initOrthogonal])('%o refuses vectors', (init) => {
  expect(() => init(learned([3]))).toThrow(ShapeError);
});

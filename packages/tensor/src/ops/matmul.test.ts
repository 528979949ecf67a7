import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { affine, expand, matmul, ones, Rng, randn, ShapeError, type Tensor, tensor, zeros } from '../index.ts';

const sizes = fc.integer({ min: 1, max: 9 });

describe('matmul', () => {
  test('(A·B)ᵀ = Bᵀ·Aᵀ, bit for bit', () => {
    fc.assert(
      fc.property(sizes, sizes, sizes, fc.integer({ min: 0, max: 1e6 }), (m, n, k, seed) => {
        const rng = new Rng(seed);
        const a: Tensor = randn([m, k], { rng });
        const b: Tensor = randn([k, n], { rng });
        const left = matmul(a, b).transpose();
        const right = matmul(b.transpose(), a.transpose());
        expect(left.toArray()).toEqual(right.toArray());
      }),
    );
  });

  test('integers stay integers', () => {
    const a = tensor(new Int32Array([1, 2, 3, 4])).reshape([2, 2]);
    expect(matmul(a, a).toArray()).toEqual([
      [7, 10],
      [15, 22],
    ]);
    expect(matmul(a, a).dtype).toBe('int32');
  });

  test('stretched batches cost no copy and give the same', () => {
    const a: Tensor = randn([4, 3, 5], { rng: new Rng(0) });
    const b: Tensor = randn([5, 2], { rng: new Rng(1) });
    expect(matmul(a, expand(b, [4, 5, 2]) as Tensor).toArray()).toEqual(matmul(a, b).toArray());
  });

  test('an empty inner axis gives zeros', () => {
    expect(matmul(zeros([2, 0]), zeros([0, 3])).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  test('names both axes, both shapes and the mend', () => {
    const x: Tensor = ones([32, 784]);
    expect(() => matmul(x, ones([800, 10]) as Tensor)).toThrow(
      'matmul: inner axes differ: 784 vs 800 (shapes [32, 784] and [800, 10])',
    );
    expect(() => matmul(x, ones([10, 784]) as Tensor)).toThrow('; did you mean b.transpose()?');
    expect(() => matmul(x, ones([32, 10]) as Tensor)).toThrow('; did you mean a.transpose()?');
    expect(() => matmul(x, tensor(3) as Tensor)).toThrow('matmul: a scalar is not a matrix');
    expect(() => matmul(ones([2, 3, 4]) as Tensor, ones([3, 4, 5]) as Tensor)).toThrow(
      'matmul: axis -1 differs: 2 vs 3',
    );
  });

  test('an error carries its facts as data', () => {
    try {
      matmul(ones([2, 3]) as Tensor, ones([4, 5]) as Tensor);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ShapeError);
      expect(error).toMatchObject({
        op: 'matmul',
        problem: 'inner axes differ: 3 vs 4',
        shapes: [
          [2, 3],
          [4, 5],
        ],
      });
    }
  });
});

describe('affine', () => {
  test('is x·Wᵀ + b, bit for bit without bias', () => {
    const rng = new Rng(3);
    const [x, w]: Tensor[] = [randn([7, 33], { rng }), randn([9, 33], { rng })];
    expect(affine(x, w).toArray()).toEqual(matmul(x, w.transpose()).toArray());
  });

  test('names what does not fit', () => {
    const w = ones([128, 784]);
    expect(() => affine(ones([32, 800]), w)).toThrow(
      'affine: x has 800 features, weight takes 784 (shapes [32, 800] and [128, 784])',
    );
    expect(() => affine(ones([32, 128]), w)).toThrow('did you mean weight.transpose()?');
    expect(() => affine(ones([32, 784]), w, ones([64]))).toThrow('affine: bias must be [128]');
    expect(() => affine(ones([32, 784]), ones([784]))).toThrow('affine: weight must be [out, in], but has 1 axes');
  });
});

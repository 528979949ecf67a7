import { afterEach, describe, expect, test } from 'vitest';
import {
  engine,
  matmul,
  type Product,
  Rng,
  randn,
  setGemmProvider,
  setThreads,
  type Tensor,
  tensor,
} from '../index.ts';

afterEach(() => setGemmProvider(null));

describe('setGemmProvider', () => {
  test('the provider gets addresses in the heap and strides, and what it writes is the product', () => {
    const a: Tensor = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const seen: Product[] = [];
    setGemmProvider((dtype, product) => {
      expect(dtype).toBe('float32');
      seen.push(product);
      new Float32Array(engine.memory.buffer, product.c, 4).set([10, 20, 30, 40]);
      return true;
    });
    expect(matmul(a, a.transpose()).toArray()).toEqual([
      [10, 20],
      [30, 40],
    ]);
    const { address } = a;
    expect(seen).toMatchObject([{ a: address, b: address, m: 2, n: 2, k: 3, aRow: 3, aCol: 1, bRow: 1, bCol: 3 }]);
  });

  test('one that refuses leaves the product to the kernels, with the same bits; so does null', () => {
    const a: Tensor = randn([70, 90], { rng: new Rng(0) });
    const want = matmul(a, a.transpose()).toTypedArray();
    let asked = 0;
    setGemmProvider(() => {
      asked++;
      return false;
    });
    expect(matmul(a, a.transpose()).toTypedArray()).toEqual(want);
    expect(asked).toBe(1);
    setGemmProvider(null);
    expect(matmul(a, a.transpose()).toTypedArray()).toEqual(want);
    expect(asked).toBe(1);
  });

  test('products of integers, which no BLAS knows, are never offered', () => {
    setGemmProvider(() => {
      throw new Error('asked');
    });
    const a = tensor([[1, 2]], { dtype: 'int32' });
    expect(matmul(a, a.transpose()).toArray()).toEqual([[5]]);
  });

  test('a large product is offered whole, not cut for our threads', () => {
    const a: Tensor = randn([512, 512], { rng: new Rng(1) });
    const rows: number[] = [];
    setThreads(2);
    setGemmProvider((_, { m }) => rows.push(m) > 0);
    matmul(a, a);
    setThreads(1);
    expect(rows).toEqual([512]);
  });

  test('what a provider throws comes through', () => {
    setGemmProvider(() => {
      throw new RangeError('no');
    });
    expect(() => matmul(tensor([[1]]), tensor([[1]]))).toThrow(new RangeError('no'));
  });
});

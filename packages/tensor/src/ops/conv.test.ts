import { afterEach, describe, expect, test } from 'vitest';
import { apply, getThreads, Rng, randn, setThreads, type Tensor, tensor, tidy, zeros } from '../index.ts';
import { conv2d, layerPrimitives } from '../layers.ts';
import { allThree, describeConvolutions, large, operands } from './conv-cases.testing.ts';
import type { ConvParams } from './conv-primitives.ts';

describeConvolutions();

describe('threads', () => {
  const before = getThreads();
  afterEach(() => setThreads(before));

  test.each(large)('the bits are the same for any number: %o', (of) => {
    tidy(() => {
      const given = operands(of, 3, 'float32');
      const rng = new Rng(4);
      const rough = { ...given, ...roughly(given, rng) };
      const found = [1, 2, 3, 7].map((threads) => {
        setThreads(threads);
        return allThree(rough);
      });
      for (const other of found.slice(1)) expect(other).toEqual(found[0]);
    });
  });
});

/** Operands whose sums do round. */
function roughly({ x, weight, dY }: ReturnType<typeof operands>, rng: Rng): { x: Tensor; weight: Tensor; dY: Tensor } {
  const like = ({ shape }: Tensor) => randn(shape, { rng }) as Tensor;
  return { x: like(x), weight: like(weight), dY: like(dY) };
}

test('an empty batch gives an empty result, and zeros for the weights', () => {
  const [x, weight, dY] = [zeros([0, 2, 5]), zeros([3, 2, 3]), zeros([0, 3, 3])] as Tensor[];
  const params: ConvParams = { stride: [1], padding: [[0, 0]], dilation: [1], groups: 1 };
  expect(apply(layerPrimitives.conv, [x, weight], params)[0].shape).toEqual([0, 3, 3]);
  expect(apply(layerPrimitives.convTranspose, [dY, weight], { ...params, spatial: [5] })[0].shape).toEqual([0, 2, 5]);
  const dW = apply(layerPrimitives.convWeight, [dY, x], { ...params, kernel: [3] })[0];
  expect(dW.toArray()).toEqual(zeros([3, 2, 3]).toArray());
});

test('integers are convolved as floats, and NaN and infinities stay where kernels reach them', () => {
  const x = tensor([[[1, 2, 3]]], { dtype: 'int32' });
  const weight = tensor([[[[1, 1]]]]);
  expect(conv2d(x.reshape([1, 1, 1, 3]) as Tensor, weight as Tensor).toArray()).toEqual([[[[3, 5]]]]);
  const odd = tensor([[[[1, Number.NaN, 2, Infinity, 5, 6]]]]) as Tensor;
  expect(conv2d(odd, weight as Tensor).toArray()).toEqual([[[[Number.NaN, Number.NaN, Infinity, Infinity, 11]]]]);
});

test('views of any strides are read', () => {
  const x = (randn([5, 4, 3, 2], { rng: new Rng(0) }) as Tensor).permute([3, 2, 1, 0]) as Tensor;
  const weight = (randn([2, 2, 3, 4], { rng: new Rng(1) }) as Tensor).permute([3, 2, 1, 0]) as Tensor;
  expect(conv2d(x, weight).toArray()).toEqual(conv2d(x.copy() as Tensor, weight.copy() as Tensor).toArray());
});

import { randn, type Tensor, tensor, zeros } from '@ml/tensor';
import { expectTypeOf, test } from 'vitest';
import { crossEntropy } from '../losses/cross-entropy.ts';
import { mse } from '../losses/mse.ts';
import type { Module } from '../module.ts';
import { ReLU } from './activations/relu.ts';
import { Sequential } from './containers/sequential.ts';
import { Dropout } from './dropout.ts';
import { Embedding } from './embedding.ts';
import type { Layer } from './layer.ts';
import { LayerNorm } from './layer-norm.ts';
import { Linear } from './linear.ts';

test('Linear maps the last axis and refuses another', () => {
  const layer = new Linear(784, 128);
  expectTypeOf(layer.forward(zeros([32, 784]))).toEqualTypeOf<Tensor<[32, 128]>>();
  expectTypeOf(layer.forward(zeros([2, 3, 784]))).toEqualTypeOf<Tensor<[2, 3, 128]>>();
  expectTypeOf(layer.weight.shape[1]).toEqualTypeOf<784>();
  // @ts-expect-error "linear: last axis differs: 800 vs 784"
  layer.forward(zeros([32, 800]));
  // An open shape passes, and its last axis is known from there on.
  const open: Tensor = randn([1, 784]);
  // @ts-expect-error "linear: last axis differs: 128 vs 200"
  new Linear(200, 10).forward(layer.forward(open));
});

test('sizes that are not literal ask no questions', () => {
  const n: number = 3;
  expectTypeOf(new Linear(n, n).forward(zeros([2, 5]))).toEqualTypeOf<Tensor<[2, number]>>();
});

test('Embedding appends an axis', () => {
  expectTypeOf(new Embedding(100, 16).forward(zeros([2, 8], { dtype: 'int32' }))).toEqualTypeOf<Tensor<[2, 8, 16]>>();
});

test('LayerNorm and Dropout keep the shape', () => {
  expectTypeOf(new LayerNorm(8).forward(zeros([2, 8]))).toEqualTypeOf<Tensor<[2, 8]>>();
  expectTypeOf(new Dropout().forward(zeros([2, 8]))).toEqualTypeOf<Tensor<[2, 8]>>();
  // @ts-expect-error "layerNorm: last axis differs: 9 vs 8"
  new LayerNorm(8).forward(zeros([2, 9]));
});

test('Sequential follows shapes from layer to layer', () => {
  const net = new Sequential(new Linear(784, 128), new ReLU(), new Linear(128, 10));
  expectTypeOf(net.forward(zeros([32, 784]))).toEqualTypeOf<Tensor<[32, 10]>>();
  expectTypeOf(net.layers[0]).toEqualTypeOf<Linear<784, 128>>();
  // @ts-expect-error "linear: last axis differs: 800 vs 784"
  net.forward(zeros([32, 800]));
  // @ts-expect-error neighbours do not fit: "linear: last axis differs: 128 vs 200"
  new Sequential(new Linear(784, 128), new ReLU(), new Linear(200, 10));
  expectTypeOf(new Sequential(net, new Linear(10, 2)).forward(zeros([1, 784]))).toEqualTypeOf<Tensor<[1, 2]>>();
});

test('layers are layers and modules whatever their sizes', () => {
  expectTypeOf<Linear<3, 4>>().toExtend<Layer>();
  expectTypeOf<Linear<3, 4>>().toExtend<Linear>();
  expectTypeOf<Embedding<3, 4>>().toExtend<Module>();
  const list: Layer[] = [new Linear(3, 4), new ReLU(), new Sequential(new ReLU())];
  expectTypeOf(new Sequential(...list).forward(zeros([2, 3]))).toEqualTypeOf<Tensor>();
});

test('losses are scalars unless asked for each', () => {
  expectTypeOf(mse(zeros([2]), zeros([2]))).toEqualTypeOf<Tensor<[]>>();
  expectTypeOf(mse(zeros([2]), zeros([2]), { reduction: 'none' })).toEqualTypeOf<Tensor<[2]>>();
  const targets = tensor([0, 1], { dtype: 'int32' });
  expectTypeOf(crossEntropy(zeros([2, 3]), targets)).toEqualTypeOf<Tensor<[]>>();
  expectTypeOf(crossEntropy(zeros([2, 3]), targets, { reduction: 'none' })).toEqualTypeOf<Tensor<[2]>>();
  // @ts-expect-error input and target differ in shape
  mse(zeros([2]), zeros([2, 1]));
});

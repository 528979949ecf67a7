import {
  allclose,
  type FloatDType,
  Rng,
  randn,
  ShapeError,
  type Tensor,
  tanh,
  tensor,
  toTypedArray,
  zeros,
} from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { describeLayers } from '../../parity.testing.ts';
import { LayerNorm } from '../layer-norm.ts';
import { Transformer } from './transformer.ts';
import { TransformerDecoder } from './transformer-decoder.ts';
import { TransformerDecoderLayer } from './transformer-decoder-layer.ts';
import { TransformerEncoder } from './transformer-encoder.ts';
import { TransformerEncoderLayer } from './transformer-encoder-layer.ts';
import type { TransformerLayerOptions } from './transformer-layer-options.ts';

const encoderLayer = (dtype: FloatDType, options: TransformerLayerOptions = {}, heads = 2) =>
  new TransformerEncoderLayer(4, heads, { dimFeedforward: 5, dropout: 0, activation: 'gelu', ...options, dtype });
const decoderLayer = (dtype: FloatDType, options: TransformerLayerOptions = {}) =>
  new TransformerDecoderLayer(4, 2, { dimFeedforward: 5, dropout: 0, activation: 'gelu', ...options, dtype });
const square = (dtype: FloatDType): Tensor => Transformer.generateSquareSubsequentMask(3, { dtype });
const bool = (values: boolean[][]): Tensor => tensor(values, { dtype: 'bool' });
const pairs = () =>
  bool([
    [false, true, false, false],
    [false, false, true, true],
    [false, false, false, true],
  ]);
const ownPadding = () =>
  bool([
    [false, false, true],
    [false, false, false],
  ]);

describeLayers('transformer', {
  TransformerEncoderLayer: (dtype) => encoderLayer(dtype, { activation: 'relu' }),
  'TransformerEncoderLayer gelu, batch first': (dtype) => encoderLayer(dtype, { batchFirst: true }),
  'TransformerEncoderLayer norm first': (dtype) => encoderLayer(dtype, { normFirst: true, layerNormEps: 0.1 }, 1),
  'TransformerEncoderLayer own activation': (dtype) => encoderLayer(dtype, { activation: (x) => tanh(x) }),
  'TransformerEncoderLayer masked': (dtype) => {
    const layer = encoderLayer(dtype);
    return [layer, (x, srcKeyPaddingMask) => layer.forward(x, { srcMask: square(dtype), srcKeyPaddingMask })];
  },
  'TransformerEncoderLayer without a batch': (dtype) => encoderLayer(dtype),
  TransformerEncoder: (dtype) => {
    const encoder = new TransformerEncoder(encoderLayer(dtype), 2);
    return [encoder, (x, srcKeyPaddingMask) => encoder.forward(x, { srcKeyPaddingMask })];
  },
  'TransformerEncoder with a norm, causal': (dtype) => {
    const layer = encoderLayer(dtype, { normFirst: true, batchFirst: true });
    const encoder = new TransformerEncoder(layer, 2, { norm: new LayerNorm(4, { dtype }) });
    return [encoder, (x) => encoder.forward(x, { isCausal: true })];
  },
  TransformerDecoderLayer: (dtype) => decoderLayer(dtype, { activation: 'relu' }),
  'TransformerDecoderLayer norm first, causal': (dtype) => {
    const layer = decoderLayer(dtype, { normFirst: true, batchFirst: true });
    return [layer, (tgt, memory) => layer.forward(tgt, memory, { tgtIsCausal: true })];
  },
  'TransformerDecoderLayer masked': (dtype) => {
    const layer = decoderLayer(dtype);
    return [
      layer,
      (tgt, memory, memoryKeyPaddingMask) =>
        layer.forward(tgt, memory, {
          tgtMask: square(dtype),
          memoryMask: pairs(),
          tgtKeyPaddingMask: ownPadding(),
          memoryKeyPaddingMask,
        }),
    ];
  },
  TransformerDecoder: (dtype) => {
    const decoder = new TransformerDecoder(decoderLayer(dtype), 2, { norm: new LayerNorm(4, { dtype }) });
    return [decoder, (tgt, memory) => decoder.forward(tgt, memory, { tgtIsCausal: true })];
  },
  Transformer: (dtype) => {
    const options = { numEncoderLayers: 1, numDecoderLayers: 2, dimFeedforward: 5, dropout: 0, dtype } as const;
    const model = new Transformer(4, 2, { ...options, activation: 'gelu' });
    return [model, (src, tgt) => model.forward(src, tgt, { tgtMask: square(dtype) })];
  },
  'Transformer batch first, norm first, masked': (dtype) => {
    const sizes = { numEncoderLayers: 1, numDecoderLayers: 1, dimFeedforward: 5, dropout: 0, dtype } as const;
    const model = new Transformer(4, 2, { ...sizes, activation: 'gelu', batchFirst: true, normFirst: true });
    return [
      model,
      (src, tgt, srcKeyPaddingMask) =>
        model.forward(src, tgt, { srcKeyPaddingMask, memoryKeyPaddingMask: srcKeyPaddingMask, tgtIsCausal: true }),
    ];
  },
});

describe('copies', () => {
  test('start with the values of the layer and are their own', () => {
    const layer = new TransformerEncoderLayer(4, 2, { dimFeedforward: 5, rng: new Rng(1) }).eval();
    const { layers } = new TransformerEncoder(layer, 2).eval();
    const x: Tensor = randn([3, 2, 4], { rng: new Rng(2) });
    const expected = layer.forward(x).toArray();
    expect(layers.map((copy) => copy.forward(x).toArray())).toEqual([expected, expected]);
    layers[0].linear1.weight.storage.version++;
    layers[0].loadStateDict(new TransformerEncoderLayer(4, 2, { dimFeedforward: 5, rng: new Rng(9) }).stateDict());
    expect(layers[0].forward(x).toArray()).not.toEqual(expected);
    expect(layers[1].forward(x).toArray()).toEqual(expected);
  });

  test('of a Transformer are drawn each for itself, all matrices by Xavier', () => {
    const model = new Transformer(32, 2, {
      numEncoderLayers: 2,
      numDecoderLayers: 2,
      dimFeedforward: 96,
      rng: new Rng(4),
    });
    const [first, second] = model.encoder.layers.map((layer) => toTypedArray(layer.linear1.weight));
    expect(first).not.toEqual(second);
    const bound = Math.sqrt(6 / (32 + 96));
    expect(Math.max(...first)).toBeGreaterThan(0.99 * bound);
    expect(Math.max(...first)).toBeLessThanOrEqual(bound);
    expect(Math.max(...toTypedArray(model.decoder.layers[1].self_attn.out_proj.weight))).toBeGreaterThan(
      1 / Math.sqrt(32),
    );
  });
});

test('dropout works in training only, with its own generator', () => {
  const dropoutRng = new Rng(1);
  const layer = new TransformerEncoderLayer(8, 2, { dimFeedforward: 16, dropout: 0.3, rng: new Rng(0), dropoutRng });
  const x: Tensor = randn([4, 3, 8], { rng: new Rng(2) });
  const state = dropoutRng.getState();
  const first = layer.forward(x).toArray();
  expect(layer.forward(x).toArray()).not.toEqual(first);
  dropoutRng.setState(state);
  expect(layer.forward(x).toArray()).toEqual(first);
  layer.eval();
  const settled = layer.forward(x);
  expect(layer.forward(x).toArray()).toEqual(settled.toArray());
  const dry = new TransformerEncoderLayer(8, 2, { dimFeedforward: 16, dropout: 0 });
  dry.loadStateDict(layer.stateDict());
  expect(allclose(dry.forward(x), settled)).toBe(true);
});

test('without offsets', () => {
  const model = new Transformer(4, 2, { numEncoderLayers: 1, numDecoderLayers: 1, dimFeedforward: 5, bias: false });
  expect(Object.keys(model.stateDict()).filter((name) => name.includes('bias'))).toEqual([]);
  expect(model.forward(zeros([2, 1, 4]), zeros([3, 1, 4])).shape).toEqual([3, 1, 4]);
});

test('refuses other batches and activations', () => {
  const model = new Transformer(4, 2, { numEncoderLayers: 1, numDecoderLayers: 1, dimFeedforward: 5 });
  expect(() => model.forward(zeros([2, 1, 4]), zeros([3, 2, 4]))).toThrow(ShapeError);
  expect(() => model.forward(zeros([2, 1, 4]), zeros([3, 2, 4]))).toThrow('different batches: 1 vs 2');
  expect(() => new TransformerEncoderLayer(4, 2, { activation: 'tanh' as 'relu' })).toThrow(
    "TransformerEncoderLayer: activation must be 'relu', 'gelu' or a function, not tanh",
  );
});

// Every layer goes to onnxruntime and back: recorded with one batch, run with another, compared with our own forward pass.
import { Rng, randint, randn, type Tensor, tensor } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import * as nn from '../index.ts';
import { type ExportOnnxOptions, exportOnnx } from './export-onnx.ts';
import { expectSame, runOnnx } from './onnx-runtime.testing.ts';

/** What a forward pass returns. */
type Nested = Tensor | readonly Nested[];

interface Case {
  readonly model: nn.Module;
  /** Shapes of the inputs behind the batch; float32 unless there is a maker. */
  readonly inputs: readonly (readonly number[] | ((batch: number, rng: Rng) => Tensor))[];
  readonly options?: ExportOnnxOptions;
}

const rng = (): Rng => new Rng(11);
const on = (model: nn.Module, ...inputs: Case['inputs']): Case => ({ model, inputs });
const ids =
  (high: number, ...shape: number[]) =>
  (batch: number, draw: Rng): Tensor =>
    randint(0, high, [batch, ...shape], { rng: draw });

/** Batch norm with statistics that are not those of the start. */
function trained<M extends nn.Module>(model: M): M {
  const drawn = Object.entries(model.stateDict()).filter(([name]) => name.startsWith('running'));
  for (const [, x] of drawn) nn.initUniform(x, { low: 0.5, high: 1.5, rng: rng() });
  return model;
}

const encoderLayer = (options: nn.TransformerLayerOptions = {}) =>
  new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 12, batchFirst: true, rng: rng(), ...options });
const decoderLayer = (options: nn.TransformerLayerOptions = {}) =>
  new nn.TransformerDecoderLayer(8, 2, { dimFeedforward: 12, batchFirst: true, rng: rng(), ...options });
const attention = (options: nn.MultiheadAttentionOptions = {}) =>
  new nn.MultiheadAttention(8, 2, { rng: rng(), ...options });
const smallTransformer = () =>
  new nn.Transformer(8, 2, {
    numEncoderLayers: 1,
    numDecoderLayers: 1,
    dimFeedforward: 12,
    batchFirst: true,
    rng: rng(),
  });

/** Every direction of every layer is an operation of its own. */
const deep = { numLayers: 2, bidirectional: true, batchFirst: true };

const padding = (batch: number): Tensor =>
  tensor(
    Array.from({ length: batch }, (_, i) => [false, false, false, i % 2 === 1]),
    { dtype: 'bool' },
  );

const cases: Readonly<Record<string, Case>> = {
  AdaptiveAvgPool1d: on(new nn.AdaptiveAvgPool1d(3), [2, 9]),
  AdaptiveAvgPool2d: on(new nn.AdaptiveAvgPool2d([2, 1]), [3, 4, 5]),
  AdaptiveMaxPool1d: on(new nn.AdaptiveMaxPool1d(2), [2, 8]),
  AdaptiveMaxPool2d: on(new nn.AdaptiveMaxPool2d(1), [3, 4, 5]),
  AvgPool1d: on(new nn.AvgPool1d(3, { stride: 2, padding: 1 }), [2, 9]),
  AvgPool2d: on(new nn.AvgPool2d(2), [3, 5, 6]),
  'AvgPool2d without border': on(new nn.AvgPool2d(3, { stride: 2, padding: 1, countIncludePad: false }), [2, 6, 7]),
  AvgPool3d: on(new nn.AvgPool3d(2), [2, 4, 4, 4]),
  BatchNorm1d: on(trained(new nn.BatchNorm1d(5)), [5]),
  BatchNorm2d: on(trained(new nn.BatchNorm2d(3)), [3, 4, 5]),
  BatchNorm3d: on(trained(new nn.BatchNorm3d(2)), [2, 2, 3, 2]),
  Bilinear: { model: new nn.Bilinear(3, 4, 2, { rng: rng() }), inputs: [[3], [4]] },
  CELU: on(new nn.CELU({ alpha: 2 }), [7]),
  Conv1d: on(new nn.Conv1d(2, 3, 3, { stride: 2, padding: 2, dilation: 2, rng: rng() }), [2, 12]),
  Conv2d: on(new nn.Conv2d(3, 4, [3, 2], { padding: 1, rng: rng() }), [3, 6, 5]),
  'Conv2d same, even kernel': on(new nn.Conv2d(2, 4, [2, 4], { padding: 'same', groups: 2, rng: rng() }), [2, 5, 6]),
  'Conv2d reflect': on(new nn.Conv2d(1, 2, 3, { padding: 1, paddingMode: 'reflect', rng: rng() }), [1, 5, 4]),
  'Conv2d circular': on(new nn.Conv2d(1, 2, 3, { padding: 1, paddingMode: 'circular', rng: rng() }), [1, 5, 4]),
  'Conv2d replicate': on(new nn.Conv2d(1, 2, 3, { padding: 2, paddingMode: 'replicate', rng: rng() }), [1, 5, 4]),
  Conv3d: on(new nn.Conv3d(2, 3, 2, { rng: rng() }), [2, 3, 4, 3]),
  ConvTranspose1d: on(new nn.ConvTranspose1d(2, 3, 3, { stride: 2, padding: 1, outputPadding: 1, rng: rng() }), [2, 5]),
  ConvTranspose2d: on(new nn.ConvTranspose2d(4, 2, 4, { stride: 2, padding: 1, groups: 2, rng: rng() }), [4, 3, 4]),
  ConvTranspose3d: on(new nn.ConvTranspose3d(2, 1, 2, { dilation: 2, rng: rng() }), [2, 2, 2, 3]),
  Dropout: on(new nn.Dropout(), [5]),
  Dropout1d: on(new nn.Dropout1d(), [2, 5]),
  Dropout2d: on(new nn.Dropout2d(), [2, 2, 3]),
  Dropout3d: on(new nn.Dropout3d(), [2, 2, 2, 3]),
  ELU: on(new nn.ELU(), [7]),
  Embedding: on(new nn.Embedding(9, 4, { rng: rng() }), ids(9, 6)),
  'Embedding with padding': on(new nn.Embedding(9, 4, { paddingIdx: 2, rng: rng() }), ids(9, 6)),
  Flatten: on(new nn.Flatten(), [2, 3, 4]),
  Fold: on(new nn.Fold([5, 6], [2, 3], { stride: [2, 1], padding: [1, 0] }), [18, 12]),
  GRU: on(new nn.GRU(3, 4, { ...deep, rng: rng() }), [5, 3]),
  GRUCell: on(new nn.GRUCell(3, 4, { rng: rng() }), [3], [4]),
  GELU: on(new nn.GELU(), [7]),
  'GELU tanh': on(new nn.GELU({ approximate: 'tanh' }), [7]),
  GLU: on(new nn.GLU(), [8]),
  GroupNorm: on(new nn.GroupNorm(2, 4), [4, 5]),
  Hardshrink: on(new nn.Hardshrink(), [7]),
  Hardsigmoid: on(new nn.Hardsigmoid(), [7]),
  Hardswish: on(new nn.Hardswish(), [7]),
  Hardtanh: on(new nn.Hardtanh(), [7]),
  Identity: on(new nn.Identity(), [7]),
  InstanceNorm1d: on(new nn.InstanceNorm1d(3, { affine: true }), [3, 5]),
  InstanceNorm2d: on(new nn.InstanceNorm2d(3), [3, 4, 2]),
  InstanceNorm3d: on(new nn.InstanceNorm3d(2), [2, 2, 2, 3]),
  LPPool1d: on(new nn.LPPool1d(2, 3), [2, 9]),
  LPPool2d: on(new nn.LPPool2d(2, 2), [2, 4, 6]),
  LSTM: on(new nn.LSTM(3, 4, { ...deep, rng: rng() }), [5, 3]),
  'LSTM without bias': on(new nn.LSTM(3, 4, { batchFirst: true, bias: false, rng: rng() }), [5, 3]),
  LSTMCell: on(new nn.LSTMCell(3, 4, { rng: rng() }), [3]),
  LayerNorm: on(new nn.LayerNorm(6), [3, 6]),
  'LayerNorm of two axes': on(new nn.LayerNorm([3, 4]), [3, 4]),
  'LayerNorm without affine': on(new nn.LayerNorm(6, { elementwiseAffine: false }), [6]),
  LeakyReLU: on(new nn.LeakyReLU(), [7]),
  Linear: on(new nn.Linear(4, 3, { rng: rng() }), [4]),
  'Linear of sequences': on(new nn.Linear(4, 3, { rng: rng() }), [5, 4]),
  'Linear without bias': on(new nn.Linear(4, 3, { bias: false, rng: rng() }), [4]),
  LogSigmoid: on(new nn.LogSigmoid(), [7]),
  LogSoftmax: on(new nn.LogSoftmax(), [7]),
  MaxPool1d: on(new nn.MaxPool1d(3, { stride: 2, padding: 1 }), [2, 9]),
  MaxPool2d: on(new nn.MaxPool2d(2), [3, 5, 6]),
  'MaxPool2d ceiling, dilation': on(
    new nn.MaxPool2d([2, 3], { stride: 2, dilation: [2, 1], ceilMode: true }),
    [2, 7, 8],
  ),
  MaxPool3d: on(new nn.MaxPool3d(2), [2, 4, 5, 4]),
  Mish: on(new nn.Mish(), [7]),
  MultiheadAttention: {
    model: attention(),
    inputs: [(batch, draw) => randn([5, batch, 8], { rng: draw })],
    options: { batchAxis: 1 },
  },
  PReLU: on(new nn.PReLU({ numParameters: 3 }), [3, 4]),
  PixelShuffle: on(new nn.PixelShuffle(2), [8, 3, 4]),
  PixelUnshuffle: on(new nn.PixelUnshuffle(2), [2, 4, 6]),
  RMSNorm: on(new nn.RMSNorm(6), [6]),
  RNN: on(new nn.RNN(3, 4, { ...deep, rng: rng() }), [5, 3]),
  'RNN relu': on(new nn.RNN(3, 4, { nonlinearity: 'relu', batchFirst: true, rng: rng() }), [5, 3]),
  RNNCell: on(new nn.RNNCell(3, 4, { rng: rng() }), [3], [4]),
  ReLU: on(new nn.ReLU(), [7]),
  ReLU6: on(new nn.ReLU6(), [7]),
  SELU: on(new nn.SELU(), [7]),
  Sequential: on(new nn.Sequential(new nn.Linear(4, 3, { rng: rng() }), new nn.Tanh()), [4]),
  SiLU: on(new nn.SiLU(), [7]),
  Sigmoid: on(new nn.Sigmoid(), [7]),
  Softmax: on(new nn.Softmax(), [7]),
  Softmin: on(new nn.Softmin(), [7]),
  Softplus: on(new nn.Softplus({ beta: 2 }), [7]),
  Softshrink: on(new nn.Softshrink(), [7]),
  Softsign: on(new nn.Softsign(), [7]),
  Tanh: on(new nn.Tanh(), [7]),
  Tanhshrink: on(new nn.Tanhshrink(), [7]),
  Threshold: on(new nn.Threshold({ threshold: 0.2, value: -3 }), [7]),
  Transformer: on(smallTransformer(), [4, 8], [3, 8]),
  TransformerDecoder: on(new nn.TransformerDecoder(decoderLayer(), 2), [3, 8], [4, 8]),
  TransformerDecoderLayer: on(decoderLayer({ normFirst: true, activation: 'gelu' }), [3, 8], [4, 8]),
  TransformerEncoder: on(new nn.TransformerEncoder(encoderLayer(), 2, { norm: new nn.LayerNorm(8) }), [4, 8]),
  TransformerEncoderLayer: on(encoderLayer({ activation: 'gelu' }), [4, 8]),
  Unfold: on(new nn.Unfold([2, 3], { stride: [1, 2], padding: [0, 1] }), [2, 5, 6]),
  Upsample: on(new nn.Upsample({ scaleFactor: 2 }), [2, 3, 4]),
  'Upsample bilinear': on(new nn.Upsample({ size: [5, 7], mode: 'bilinear' }), [2, 3, 4]),
  'Upsample bicubic': on(new nn.Upsample({ scaleFactor: 2, mode: 'bicubic', alignCorners: true }), [2, 3, 4]),
  Unflatten: on(new nn.Unflatten(1, [2, 3]), [6]),
};

function inputsOf({ inputs }: Case, batch: number, seed: number): Tensor[] {
  const draw = new Rng(seed);
  return inputs.map((input) =>
    typeof input === 'function' ? input(batch, draw) : (randn([batch, ...input], { rng: draw }) as Tensor),
  );
}

const forwardOf = (model: nn.Module) =>
  (model as unknown as { forward(...inputs: Tensor[]): Tensor | readonly Tensor[] }).forward.bind(model);

describe('onnxruntime computes what we compute', () => {
  test.each(Object.entries(cases))('%s', async (_, item) => {
    // Attention of one input, which is query, key and value.
    const own =
      item.model instanceof nn.MultiheadAttention
        ? (x: Tensor) => forwardOf(item.model)(x, x, x)
        : forwardOf(item.model);
    const file = exportOnnx(item.model, inputsOf(item, 2, 1), { batchAxis: 0, forward: own, ...item.options });
    item.model.eval();
    const inputs = inputsOf(item, 5, 2);
    const ours = ([own(...inputs)] as Nested[]).flat(3) as Tensor[];
    expectSame(await runOnnx(file, inputs), ours, 1e-5);
  });

  const x = (batch: number, draw: Rng): Tensor => randn([batch, 4, 8], { rng: draw });
  const encoder = new nn.TransformerEncoder(encoderLayer(), 2).eval();
  const cross = attention({ batchFirst: true, kdim: 8, vdim: 8 });
  const lstm = new nn.LSTM(3, 4, { ...deep, rng: rng() });
  const others: Readonly<Record<string, Case>> = {
    'TransformerEncoder causal': {
      model: encoder,
      inputs: [x],
      options: { forward: (y) => encoder.forward(y, { isCausal: true }) },
    },
    'TransformerEncoder with padding': {
      model: encoder,
      inputs: [x, padding],
      options: { forward: (y, srcKeyPaddingMask) => encoder.forward(y, { srcKeyPaddingMask }) },
    },
    'LSTM of sequences of other lengths': {
      model: lstm,
      inputs: [(_, draw) => randn([2, 5, 3], { rng: draw })],
      options: { batchAxis: null, forward: (y) => lstm.forward(y, null, { lengths: [3, 5] }).flat() },
    },
    'MultiheadAttention to a memory, causal, all weights': {
      model: cross,
      inputs: [
        [3, 8],
        [4, 8],
      ],
      options: { forward: (q, k) => cross.forward(q, k, k, { isCausal: true, averageAttnWeights: false }) },
    },
  };
  test.each(Object.entries(others))('%s', async (_, item) => {
    const file = exportOnnx(item.model, inputsOf(item, 2, 1), { batchAxis: 0, ...item.options });
    item.model.eval();
    const inputs = inputsOf(item, 3, 2);
    const ours = [item.options?.forward?.(...inputs)].flat() as Tensor[];
    expectSame(await runOnnx(file, inputs), ours, 1e-5);
  });
});

test('EmbeddingBag counts its bags, so their number is fixed', async () => {
  const bag = new nn.EmbeddingBag(9, 4, { mode: 'mean', rng: rng() });
  const example: Tensor = ids(9, 3)(2, rng());
  const other: Tensor = ids(9, 3)(2, new Rng(2));
  expectSame(await runOnnx(exportOnnx(bag, example), [other]), [bag.forward(other)], 1e-6);
  expect(() => exportOnnx(bag, example, { batchAxis: 0 })).toThrow('depends on the input');
});

/** Lists of modules and bases of others, which have no forward pass; and the one above. */
const notExported = ['EmbeddingBag', 'Layer', 'ModuleDict', 'ModuleList'];

test('every layer is exported by a test', () => {
  const names = Object.entries(nn)
    .filter(([, value]) => typeof value === 'function' && value.prototype instanceof nn.Module)
    .map(([name]) => name);
  const covered = Object.keys(cases);
  expect(names.filter((name) => !covered.includes(name) && !notExported.includes(name))).toEqual([]);
});

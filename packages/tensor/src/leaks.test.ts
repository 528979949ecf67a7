// The generic leak test: after any number of repetitions inside a scope, exactly as much is live as after two.
import { describe, expect, test } from 'vitest';
import * as core from './index.ts';
import { memory, primitives, Rng, randn, type Tensor, tensor, tidy } from './index.ts';
import * as layers from './layers.ts';
import { type AnyPrimitiveName, layerPrimitives } from './layers.ts';

const ml = { ...core, ...layers };

const rng = new Rng(0);
const x: Tensor = randn([3, 4], { rng });
const y: Tensor = randn([3, 4], { rng });
const square: Tensor = randn([4, 4], { rng });
const positive = x.abs().add(0.5);
const unit = x.tanh();
const [q, k, v] = [0, 1, 2].map((): Tensor => randn([1, 2, 3, 4], { rng }));
const index = tensor(new Int32Array([0, 1, 2, 0])).reshape([1, 4]);
const ids = tensor(new Int32Array([2, 0, 2]));
const vector: Tensor = randn([4], { rng });
const image: Tensor = randn([2, 4, 5, 3], { rng });
const kernel: Tensor = randn([4, 2, 3, 2], { rng });
const sliding = {
  stride: [2, 1],
  padding: [
    [1, 1],
    [0, 1],
  ],
  dilation: [1, 1],
  groups: 2,
} as const;
const pooled = maxPoolPlaces();

/** One use of every differentiable operation; complete by type. Strided operands make the copies that could be forgotten. */
const uses: Record<AnyPrimitiveName, (strided: (x: Tensor) => Tensor) => unknown> = {
  abs: (s) => s(x).abs(),
  acos: (s) => s(unit).acos(),
  add: (s) => s(x).add(y).add(1),
  addLayerNorm: (s) => [
    ml.addLayerNorm(s(x), s(y), { weight: vector, bias: vector }),
    ml.addLayerNorm(x, y),
    ml.addLayerNorm(s(x).astype('float64'), s(y).astype('float64')),
  ],
  addLayerNormBackward: (s) =>
    ml.addLayerNormBackward(s(y), s(x), y, tensor([[0], [0], [0]]), tensor([[1], [1], [1]]), vector),
  affine: (s) => ml.affine(s(x), s(square), vector),
  affineGelu: (s) => [
    ml.affineGelu(s(x), s(square), vector, { approximate: 'tanh' }),
    ml.apply(primitives.affineGelu, [s(x), s(square), vector], { approximate: 'tanh' }),
  ],
  asin: (s) => s(unit).asin(),
  atan: (s) => s(x).atan(),
  attention: (s) => ml.attention(s(q), s(k), s(v), { causal: true }),
  attentionBackward: (s) =>
    ml.attentionBackward(
      [
        s(q),
        s(q),
        s(k),
        s(v),
        s(q),
        tensor([
          [
            [1, 2, 3],
            [1, 2, 3],
          ],
        ]) as Tensor,
      ],
      { scale: 1, causal: true },
    ),
  avgPool: (s) => ml.avgPool2d(s(image), 2),
  avgPoolBackward: (s) => ml.apply(layerPrimitives.avgPoolBackward, [s(pooled.values)], pooled.params),
  cast: (s) => s(x).astype('int32').astype('float64'),
  clip: (s) => s(x).clip({ min: -1, max: 1 }),
  concat: (s) => ml.concat([s(x), y] as Tensor[], 1),
  conv: (s) => [
    ml.conv2d(s(image), s(kernel), { groups: 2, stride: 2, bias: vector }),
    ml.conv2d(s(image), ml.ones([3, 4, 1, 1]) as Tensor),
  ],
  convTranspose: (s) => ml.convTranspose2d(s(image), s(kernel), { groups: 2, stride: 2, bias: vector }),
  convWeight: (s) =>
    ml.apply(layerPrimitives.convWeight, [s(ml.ones([2, 6, 3, 3]) as Tensor), s(image)], {
      ...sliding,
      kernel: [3, 2],
    }),
  copy: (s) => s(x).copy(),
  cos: (s) => s(x).cos(),
  cosh: (s) => s(x).cosh(),
  crossEntropy: (s) => ml.crossEntropyLosses(s(x), ids),
  crossEntropyBackward: (s) => ml.crossEntropyBackward(tensor([1, 2, 3]), s(x), tensor([1, 2, 3]), ids, -100),
  cumsum: (s) => s(x).cumsum(0),
  diagonal: (s) => ml.diagonal(s(square)),
  div: (s) => s(x).div(s(positive)),
  dropout: (s) => ml.dropout(s(x), { rng }),
  embedding: (s) => ml.embedding(s(square), ids),
  erf: (s) => s(x).erf(),
  exp: (s) => s(x).exp(),
  expand: (s) => ml.expand(s(x), [2, 3, 4] as number[]),
  expm1: (s) => s(x).expm1(),
  gather: (s) => s(x).gather(0, index),
  gelu: (s) => [s(x).gelu(), s(x).gelu({ approximate: 'tanh' })],
  geluBackward: (s) => ml.geluBackward(s(x), y, 'tanh'),
  layerNorm: (s) => ml.layerNorm(s(x), { weight: vector, bias: vector }),
  layerNormBackward: (s) => ml.layerNormBackward(s(x), y, tensor([[0], [0], [0]]), tensor([[1], [1], [1]]), vector),
  log: (s) => s(positive).log(),
  log10: (s) => s(positive).log10(),
  log1p: (s) => s(positive).log1p(),
  log2: (s) => s(positive).log2(),
  logSoftmax: (s) => [s(x).logSoftmax(), s(x).logSoftmax(0), s(x).astype('float64').logSoftmax()],
  logSoftmaxBackward: (s) => ml.logSoftmaxBackward(s(x), s(y), 0),
  logsumexp: (s) => s(x).logsumexp({ axis: 0 }),
  matmul: (s) => [s(x).matmul(s(square)), s(q).matmul(s(k).transpose()), vector.matmul(square)],
  max: (s) => s(x).max({ axis: 0 }),
  maximum: (s) => s(x).maximum(0),
  maxPool: (s) => [ml.maxPool2d(s(image), 2), ml.maxPoolWithIndices(s(image), 3, { axes: 1 })],
  maxPoolBackward: (s) => ml.apply(layerPrimitives.maxPoolBackward, [s(pooled.values), pooled.indices], pooled.params),
  min: (s) => s(x).min(),
  minimum: (s) => s(x).minimum(y),
  mul: (s) => s(x).mul(s(y)),
  neg: (s) => s(x).neg(),
  pad: (s) =>
    s(x).pad([
      [1, 0],
      [0, 2],
    ]),
  permute: (s) => ml.permute(s(q), [2, 0, 3, 1]),
  pow: (s) => [s(positive).pow(s(x)), s(x).pow(2)],
  prod: (s) => s(x).prod({ axis: [0, 1] }),
  reciprocal: (s) => s(positive).reciprocal(),
  recurrence: (s) =>
    (['gru', 'lstm', 'relu', 'tanh'] as const).map((cell) => {
      const parts = { gru: 3, lstm: 4, relu: 1, tanh: 1 }[cell];
      const weights = ml.ones([4 * parts, 4]);
      const given = { weightIh: weights, weightHh: s(weights), biasHh: ml.ones([4 * parts]) };
      const steps = s(x).reshape([1, 3, 4]) as Tensor;
      const run = ml.recurrence(cell, steps, given, { h0: s(x), c0: s(x), lengths: [1, 0, 1] });
      const doubles = steps.astype('float64') as Tensor;
      return [run, ml.recurrence(cell, s(doubles), given, { reverse: true })];
    }),
  relu: (s) => s(x).relu(),
  remainder: (s) => s(x).remainder(2),
  reshape: (s) => s(x).reshape([2, -1] as number[]),
  rsqrt: (s) => s(positive).rsqrt(),
  scatterAdd: (s) => s(x).scatterAdd(0, index, ml.ones([1, 4])),
  scatterRows: (s) => ml.scatterRows(s(x), ids, 5),
  sigmoid: (s) => s(x).sigmoid(),
  silu: (s) => s(x).silu(),
  sin: (s) => s(x).sin(),
  sinh: (s) => s(x).sinh(),
  slice: (s) => s(x).slice([0, null, 2], 1),
  softmax: (s) => [s(x).softmax(), s(x).softmax(0), s(x).astype('float64').softmax()],
  softmaxBackward: (s) => ml.softmaxBackward(s(x), s(y), 0),
  softplus: (s) => s(x).softplus(),
  split: (s) => s(x).split(2, 1),
  sqrt: (s) => s(positive).sqrt(),
  square: (s) => s(x).square(),
  sub: (s) => ml.sub(1, s(x)),
  sum: (s) => [s(q).sum({ axis: [0, 2] }), s(x).mean(), s(x).var({ axis: 0 })],
  tan: (s) => s(x).tan(),
  tanh: (s) => s(x).tanh(),
  tril: (s) => s(square).tril(),
  triu: (s) => s(square).triu(1),
  where: (s) => ml.where(s(x).greater(0), s(x), 0),
};

function maxPoolPlaces() {
  const windows = [0, 1].map(() => ({ first: [0], end: [2], step: 1, divisor: [2] }));
  return { ...ml.maxPoolWithIndices(image, [5, 3], { axes: 2 }), params: { spatial: [5, 3], windows } };
}

/** The same values behind strides of the reversed axes. */
function reversed(value: Tensor): Tensor {
  const axes = value.shape.map((_, axis) => value.rank - 1 - axis);
  return ml.permute(ml.copy(ml.permute(value, axes) as Tensor), axes) as Tensor;
}

function liveAfter(repetitions: number, step: () => unknown): number {
  for (let i = 0; i < repetitions; i++) {
    tidy(() => {
      step();
    });
  }
  return memory.report().liveBytes;
}

describe.each([
  ['contiguous', (value: Tensor) => value],
  ['strided', reversed],
])('%s operands', (_, arrange) => {
  test.each(Object.keys({ ...primitives, ...layerPrimitives }) as AnyPrimitiveName[])('%s', (name) => {
    const step = () => uses[name](arrange);
    const settled = liveAfter(2, step);
    expect(liveAfter(200, step)).toBe(settled);
  });
});

test.each([
  [
    'creation',
    () => [ml.arange(5), ml.eye(3), ml.linspace(0, 1, 5), ml.rand([3]), ml.full([2], 7), tensor([[1], [2]])],
  ],
  ['order', () => [x.sort(), x.argsort({ axis: 0 }), x.topk(2), x.argmax(), ml.einsum('ij,kj->ik', x, y)]],
  ['truth', () => [x.any({ axis: 0 }), x.all(), ml.isclose(x, y), ml.allclose(x, y), x.std({ axis: 1 })]],
  ['tests and steps', () => [x.greater(y), x.floor(), x.isnan(), ml.logicalAnd(x.less(0), y.less(0)), ml.nonzero(x)]],
  [
    'assembly',
    () => [ml.stack([x, y]), ml.roll(x, 1, 0), ml.tile(x, [2, 2]), ml.flip(x), ml.maskedSelect(x, x.greater(0))],
  ],
  ['plain data', () => [x.toArray(), x.transpose().toTypedArray(), String(x), ml.fromPlain(x.toPlain())]],
])('%s', (_, step) => {
  const settled = liveAfter(2, step);
  expect(liveAfter(200, step)).toBe(settled);
});

test('an operation that refuses keeps nothing', () => {
  const refuse = () => {
    expect(() => x.matmul(y as Tensor)).toThrow();
    expect(() => x.add(randn([7]) as Tensor)).toThrow();
  };
  const settled = liveAfter(2, refuse);
  expect(liveAfter(50, refuse)).toBe(settled);
});

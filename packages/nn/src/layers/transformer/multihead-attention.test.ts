import { noGrad } from '@ml/autograd';
import {
  allclose,
  DTypeError,
  type FloatDType,
  ones,
  Rng,
  randn,
  ShapeError,
  type Tensor,
  tensor,
  toTypedArray,
  triu,
  zeros,
} from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { describeLayers, type LayerMaker } from '../../parity.testing.ts';
import type { AttentionMasks } from './attention-masks.ts';
import { type AttendOptions, MultiheadAttention, type MultiheadAttentionOptions } from './multihead-attention.ts';

/** One input is query, key and value; two are the query and a memory. Null weights are dropped. */
function attend(layer: MultiheadAttention, inputs: readonly Tensor[], options: AttendOptions): Tensor[] {
  const [query, key = query, value = key] = inputs;
  return layer.forward(query, key, value, options).filter((y) => y !== null);
}

function attention(
  options: MultiheadAttentionOptions = {},
  attendOptions: AttendOptions = {},
  [embedDim, heads] = [4, 2],
): LayerMaker {
  return (dtype) => {
    const layer = new MultiheadAttention(embedDim, heads, { ...options, dtype });
    return [layer, (...inputs) => attend(layer, inputs, attendOptions)];
  };
}

/** The last input is a mask. */
function masked(name: keyof AttentionMasks, rest: (dtype: FloatDType) => AttendOptions = () => ({})): LayerMaker {
  return (dtype) => {
    const layer = new MultiheadAttention(4, 2, { dtype });
    return [layer, (...inputs) => attend(layer, inputs.slice(0, -1), { ...rest(dtype), [name]: inputs.at(-1) })];
  };
}

const pairs = [
  [false, true, false, false],
  [false, false, true, true],
  [false, false, false, true],
];

describeLayers('attention', {
  MultiheadAttention: attention(),
  'MultiheadAttention of three inputs': attention(),
  'MultiheadAttention to a memory': attention(),
  'MultiheadAttention without weights': attention({}, { needWeights: false }),
  'MultiheadAttention without bias': attention({ bias: false }),
  'MultiheadAttention of other sizes': attention({ kdim: 3, vdim: 5 }),
  'MultiheadAttention of other sizes without bias': attention({ vdim: 2, bias: false }),
  'MultiheadAttention batch first': attention({ batchFirst: true }, { needWeights: false }, [6, 3]),
  'MultiheadAttention batch first with weights': attention({ batchFirst: true }),
  'MultiheadAttention of each head': attention({}, { averageAttnWeights: false }),
  'MultiheadAttention without a batch': attention(),
  'MultiheadAttention without a batch, batch first': attention({ batchFirst: true }, { needWeights: false }),
  'MultiheadAttention causal': attention({ batchFirst: true }, { isCausal: true, needWeights: false }),
  'MultiheadAttention causal with weights': attention({}, { isCausal: true }),
  'MultiheadAttention causal to a memory': attention({}, { isCausal: true, needWeights: false }),
  'MultiheadAttention with a bool mask': masked('attnMask'),
  'MultiheadAttention with a float mask': masked('attnMask'),
  'MultiheadAttention with a mask for each head': masked('attnMask'),
  'MultiheadAttention with padding': masked('keyPaddingMask'),
  'MultiheadAttention with float padding': masked('keyPaddingMask'),
  'MultiheadAttention with padding and mask': masked('keyPaddingMask', () => ({
    attnMask: tensor(pairs, { dtype: 'bool' }),
  })),
  'MultiheadAttention with padding, causal': masked('keyPaddingMask', () => ({ isCausal: true, needWeights: false })),
});

const rng = () => new Rng(3);

test('initial values: Xavier for the inputs, as Linear for out_proj, no offsets', () => {
  const layer = new MultiheadAttention(64, 4, { rng: rng() });
  const largest = (x: Tensor | null): number => Math.max(...toTypedArray(x as Tensor).map(Math.abs));
  // √(6/(fanIn + fanOut)) with the fans of the packed [3E, E]; 12,288 draws come within 0.1 % of the bound.
  const bound = Math.sqrt(6 / (64 + 192));
  expect(largest(layer.in_proj_weight)).toBeLessThanOrEqual(bound);
  expect(largest(layer.in_proj_weight)).toBeGreaterThan(0.999 * bound);
  expect(largest(layer.out_proj.weight)).toBeLessThanOrEqual(1 / 8);
  expect(largest(layer.out_proj.weight)).toBeGreaterThan(0.995 / 8);
  expect(largest(layer.in_proj_bias)).toBe(0);
  expect(largest(layer.out_proj.bias)).toBe(0);
  const separate = new MultiheadAttention(64, 4, { kdim: 32, rng: rng() });
  expect(Object.keys(separate.stateDict()).slice(0, 4)).toEqual([
    'q_proj_weight',
    'k_proj_weight',
    'v_proj_weight',
    'in_proj_bias',
  ]);
  expect(largest(separate.k_proj_weight)).toBeGreaterThan(0.995 * Math.sqrt(6 / 96));
});

describe('the fused kernel and the composition agree in float32', () => {
  test.each([
    { batchFirst: true, isCausal: true },
    { batchFirst: false, isCausal: true },
    { batchFirst: true, isCausal: false },
  ])('$batchFirst $isCausal', ({ batchFirst, isCausal }) => {
    const layer = new MultiheadAttention(32, 4, { batchFirst, rng: rng() });
    const x: Tensor = randn([5, 5, 32], { rng: rng() });
    const [fused] = layer.forward(x, x, x, { isCausal, needWeights: false });
    const [composed, weights] = layer.forward(x, x, x, { isCausal });
    expect(allclose(fused, composed, { rtol: 1e-5, atol: 1e-6 })).toBe(true);
    expect(allclose(weights.sum({ axis: -1 }) as Tensor, ones([5, 5]))).toBe(true);
    const attnMask: Tensor = triu(ones([5, 5], { dtype: 'bool' }), 1);
    if (isCausal) expect(layer.forward(x, x, x, { attnMask })[0].toArray()).toEqual(composed.toArray());
  });
});

test('weights are dropped in training only, and repeat with their generator', () => {
  const dropoutRng = new Rng(1);
  const layer = new MultiheadAttention(8, 2, { dropout: 0.5, rng: rng(), dropoutRng });
  const x: Tensor = randn([6, 2, 8], { rng: rng() });
  for (const needWeights of [true, false]) {
    const state = dropoutRng.getState();
    const run = () => noGrad(() => layer.forward(x, x, x, { needWeights })[0].toArray());
    const first = run();
    expect(run()).not.toEqual(first);
    dropoutRng.setState(state);
    expect(run()).toEqual(first);
  }
  const [, weights] = layer.forward(x, x, x, { averageAttnWeights: false });
  const dropped = toTypedArray(weights).filter((weight) => weight === 0).length / weights.size;
  expect(Math.abs(dropped - 0.5)).toBeLessThan(0.2); // 144 weights: five standard deviations
  layer.eval();
  expect(layer.forward(x, x, x)[0].toArray()).toEqual(layer.forward(x, x, x)[0].toArray());
});

test('a query that may see nothing is NaN, as in PyTorch', () => {
  const layer = new MultiheadAttention(4, 1, { batchFirst: true });
  const x: Tensor = randn([1, 2, 4]);
  const attnMask = tensor(
    [
      [true, true],
      [false, true],
    ],
    { dtype: 'bool' },
  );
  const [y] = layer.forward(x, x, x, { attnMask });
  expect(toTypedArray(y).map(Number.isNaN as (value: number) => never)).toEqual(
    new Float32Array([1, 1, 1, 1, 0, 0, 0, 0]),
  );
});

describe('refuses', () => {
  const layer = new MultiheadAttention(4, 2);
  const x: Tensor = zeros([3, 2, 4]);
  const open = (shape: number[]): Tensor => zeros(shape);

  test('heads that do not divide, and a wrong probability', () => {
    expect(() => new MultiheadAttention(4, 3)).toThrow('numHeads must divide embedDim 4, not be 3');
    expect(() => new MultiheadAttention(4, 2, { dropout: 2 })).toThrow('dropout must be in 0 … 1, not 2');
  });

  test('inputs that do not fit', () => {
    const self = (y: Tensor) => () => layer.forward(y, y, y);
    expect(self(open([3, 2, 5]))).toThrow('the last axis of query has 5 elements, the layer takes 4');
    expect(self(open([4]))).toThrow('query must have 2 or 3 axes, but has 1');
    expect(() => layer.forward(x, open([2, 4]), open([2, 4]))).toThrow('query, key and value differ in rank');
    expect(() => layer.forward(x, open([5, 1, 4]), open([5, 1, 4]))).toThrow('different batches: 2 vs 1');
    expect(() => layer.forward(x, x, open([4, 2, 4]))).toThrow(ShapeError);
  });

  test('masks that do not fit', () => {
    expect(() => layer.forward(x, x, x, { attnMask: open([3, 4]) })).toThrow('attnMask does not fit the scores');
    expect(() => layer.forward(x, x, x, { keyPaddingMask: open([3, 2]) })).toThrow('keyPaddingMask does not fit');
    const attnMask = zeros([3, 3], { dtype: 'int32' });
    expect(() => layer.forward(x, x, x, { attnMask })).toThrow(DTypeError);
  });
});

// How each primitive is called in the gradient tests. Keys of the inner records are names of cases in
// fixtures/gradients-*.json, which tooling/parity/gradients.py writes.
import {
  abs,
  acos,
  add,
  addLayerNorm,
  affine,
  affineGelu,
  asin,
  atan,
  attention,
  clip,
  concat,
  copy,
  cos,
  cosh,
  crossEntropyLosses,
  cumsum,
  diagonal,
  div,
  embedding,
  erf,
  exp,
  expand,
  expm1,
  flatten,
  gather,
  gelu,
  layerNorm,
  log,
  log1p,
  log2,
  log10,
  logSoftmax,
  logsumexp,
  matmul,
  max,
  maximum,
  min,
  minimum,
  mul,
  neg,
  pad,
  permute,
  pow,
  prod,
  Rng,
  reciprocal,
  relu,
  remainder,
  reshape,
  rsqrt,
  scatterAdd,
  scatterRows,
  sigmoid,
  silu,
  sin,
  sinh,
  slice,
  softmax,
  softplus,
  split,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tan,
  tanh,
  transpose,
  tril,
  triu,
  where,
} from '@ml/tensor';
import type { AnyPrimitiveName } from '@ml/tensor/layers';
import {
  avgPool2d,
  avgPool3d,
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  maxPool1d,
  maxPool2d,
  type RecurrenceOptions,
  type RecurrentCell,
  recurrence,
} from '@ml/tensor/layers';
import { grad } from '../functional/grad.ts';

type Call = (...inputs: Tensor[]) => Tensor;

/** dx of Σ f(x) ⊙ u as a function of x and u: running it backwards goes through the rule of f's fused backward. */
function slope(f: Call, argument: number): Call {
  return (...inputs) => {
    const u = inputs[inputs.length - 1];
    const loss = (...xs: Tensor[]): Tensor => sum(mul(f(...xs), u));
    return grad(loss, { argnums: argument })(...inputs.slice(0, -1)) as Tensor;
  };
}

/** A map of x whose gradient does not depend on x, with a factor that makes it. */
function slopeOf(f: Call): Call {
  return slope((x) => mul(f(x), f(x)), 0);
}

/** The same function for the reductions of one kind. */
function reductions(
  reduce: (x: Tensor, options: { axis: number[] }) => Tensor,
  after: (y: Tensor) => Tensor,
): Record<string, Call> {
  return {
    'all of [2, 3]': (x) => after(reduce(x, { axis: [0, 1] })),
    'axis 1 of [2, 3, 2]': (x) => after(reduce(x, { axis: [1] })),
    'axes 0, 2 of [2, 3, 2]': (x) => after(reduce(x, { axis: [0, 2] })),
    'axis 0 of [1, 3]': (x) => after(reduce(x, { axis: [0] })),
    ties: (x) => reduce(x, { axis: [1] }),
    'one, two and no zeros in a row': (x) => reduce(x, { axis: [1] }),
  };
}

function alongAxes(call: (x: Tensor, axis: number) => Tensor): Record<string, Call> {
  return {
    'axis -1 of [2, 5]': (x) => call(x, -1),
    'axis 0 of [3, 2]': (x) => call(x, 0),
    'axis 1 of [2, 3, 1]': (x) => call(x, 1),
  };
}

function alongAxesSlope(call: (x: Tensor, axis: number) => Tensor): Record<string, Call> {
  return Object.fromEntries(
    Object.entries(alongAxes(call)).map(([name]) => {
      const axis = Number(/axis (-?\d)/.exec(name)?.[1]);
      return [name, slope((x) => call(x, axis), 0)];
    }),
  );
}

const exact: Call = (x) => gelu(x);
const approximate: Call = (x) => gelu(x, { approximate: 'tanh' });
const normalize: Call = (x, weight, bias) => (weight === undefined ? layerNorm(x) : layerNorm(x, { weight, bias }));
/** The sum, and below it its norm, so that both have a cotangent. */
const normalizeSum: Call = (x, r, weight, bias) =>
  concat(weight === undefined ? addLayerNorm(x, r) : addLayerNorm(x, r, { weight, bias }), 0);
const clipped: Call = (x) => clip(x, { min: -0.5, max: 0.75 });
const same = (y: Tensor): Tensor => y;

function attentionSlopes(): Record<string, Call> {
  const entries: [string, Call][] = [];
  for (const [label, causal] of [
    ['causal 3x3x4', true],
    ['causal 2x4x2', true],
  ] as const) {
    ['q', 'k', 'v'].forEach((name, i) => {
      entries.push([`${label} by ${name}`, slope((q, k, v) => attention(q, k, v, { causal }), i)]);
    });
  }
  for (const causal of [true, false]) {
    const label = causal ? 'causal 2x4x2 dropout' : 'full 3x2x4 dropout';
    ['q', 'k', 'v'].forEach((name, i) => {
      entries.push([`${label} by ${name}`, slope(withDropout(causal), i)]);
    });
  }
  return Object.fromEntries(entries);
}

/** Every call draws the same mask, which the reference makes from NumPy's generator and Philox. */
function withDropout(causal: boolean): (q: Tensor, k: Tensor, v: Tensor) => Tensor {
  return (q, k, v) => attention(q, k, v, { causal, dropout: 0.3, rng: new Rng(7) });
}

const strided: ConvOptions = { stride: [2, 1], padding: [1, 0], dilation: [1, 2], groups: 2 };
const widened = { stride: 2, padding: 1 };
const upsampled: ConvTransposeOptions = { stride: [2, 1], padding: [1, 0], outputPadding: [1, 0], groups: 2 };

function convolved(options: ConvOptions): Call {
  return (x, weight, bias) => (x.rank === 3 ? conv1d : conv2d)(x, weight, { ...options, bias: bias ?? null });
}

function transposed(options: ConvTransposeOptions): Call {
  return (x, weight, bias) =>
    (x.rank === 3 ? convTranspose1d : convTranspose2d)(x, weight, { ...options, bias: bias ?? null });
}

const overlapping: Call = (x) => maxPool2d(x, [3, 2], { stride: [2, 1], padding: 1 });
const spread: Call = (x) => maxPool1d(x, 2, { dilation: 2, ceilMode: true });
const bordered: Call = (x) => avgPool2d(x, 3, { stride: 2, padding: 1, ceilMode: true });
const inner: Call = (x) => avgPool3d(x, [1, 2, 2], { padding: [0, 1, 1], countIncludePad: false });

/** The results of a recurrence, all in one list. */
function recurrent(cell: RecurrentCell, options: RecurrenceOptions = {}): Call {
  return (x, weightIh, weightHh, biasIh, biasHh, h0, c0) => {
    const { y, h, c } = recurrence(cell, x, { weightIh, weightHh, biasIh, biasHh }, { ...options, h0, c0 });
    return concat([y, h, ...(c === null ? [] : [c])].map((part) => flatten(part))) as Tensor;
  };
}

/** A function for every primitive, or one for each of its cases by name. */
export const calls = {
  abs,
  acos,
  add: (a, b) => add(a, b),
  addLayerNorm: normalizeSum,
  addLayerNormBackward: {
    '[2, 5] with weight and bias': slope(normalizeSum, 0),
    '[2, 5] alone': slope(normalizeSum, 1),
    '[2, 5] by weight': slope(normalizeSum, 2),
    '[3, 1, 4] with weight and bias': slope(normalizeSum, 0),
    '[3, 1, 4] alone': slope(normalizeSum, 1),
    '[3, 1, 4] by weight': slope(normalizeSum, 2),
  },
  affine: (x, weight, bias) => affine(x, weight, bias ?? null),
  affineGelu: {
    'none [2, 3] with bias': (x, weight, bias) => affineGelu(x, weight, bias),
    'none [1, 2, 3] without bias': (x, weight) => affineGelu(x, weight),
    'tanh [2, 3] with bias': (x, weight, bias) => affineGelu(x, weight, bias, { approximate: 'tanh' }),
    'tanh [1, 2, 3] without bias': (x, weight) => affineGelu(x, weight, null, { approximate: 'tanh' }),
  },
  asin,
  atan,
  attention: {
    'causal 3x3x4': (q, k, v) => attention(q, k, v, { causal: true }),
    'full 2x3x1': (q, k, v) => attention(q, k, v),
    'causal 2x4x2': (q, k, v) => attention(q, k, v, { causal: true }),
    'full 3x2x4 dropout': withDropout(false),
    'causal 2x4x2 dropout': withDropout(true),
  },
  attentionBackward: attentionSlopes(),
  avgPool: { '[1, 2, 5, 4]': bordered, '[1, 2, 2, 3]': inner },
  avgPoolBackward: { '[1, 1, 4, 4]': slopeOf(bordered), '[1, 2, 2, 2]': slopeOf(inner) },
  cast: {},
  clip: clipped,
  concat: {
    '[2, 3] [1, 3] axis 0': (...xs) => exp(concat(xs)),
    '[2, 1] [2, 3] [2, 2] axis 1': (...xs) => exp(concat(xs, 1)),
  },
  conv: { '2d, strided groups': convolved(strided), '1d without bias': convolved(widened) },
  convTranspose: { '2d, strided groups': transposed(upsampled), '1d without bias': transposed(widened) },
  convWeight: { '2d, strided groups': slope(convolved(strided), 1), '1d': slope(convolved(widened), 1) },
  copy: { '[2, 3]': (x) => exp(copy(x)), '[1, 2] transposed': (x) => exp(copy(transpose(x))) },
  cos,
  cosh,
  crossEntropy: (logits, targets) => crossEntropyLosses(logits, targets),
  crossEntropyBackward: (logits, targets, u) => slope((x) => crossEntropyLosses(x, targets), 0)(logits, u),
  cumsum: { 'axis 1 of [2, 4]': (x) => exp(cumsum(x, 1)), 'axis 0 of [3, 1, 2]': (x) => exp(cumsum(x, 0)) },
  diagonal: {
    '[3, 4]': (x) => exp(diagonal(x)),
    '[2, 4, 3] offset -1': (x) => exp(diagonal(x, { offset: -1 })),
    '[3, 2, 4] axes 2 and 0, offset 1': (x) => exp(diagonal(x, { axis1: 0, axis2: 2, offset: 1 })),
  },
  div: (a, b) => div(a, b),
  dropout: {},
  embedding: (weight, ids) => exp(embedding(weight, ids)),
  erf,
  exp,
  expand: {
    '[3, 1] to [2, 3, 4]': (x) => exp(expand(x, [2, 3, 4])),
    '[] to [2, 2]': (x) => exp(expand(x, [2, 2])),
  },
  expm1,
  gather: {
    'axis 1, repeated': (x, i) => exp(gather(x, 1, i)),
    'axis 0, fewer columns': (x, i) => exp(gather(x, 0, i)),
  },
  gelu: { 'none [2, 5]': exact, 'none [1, 4, 1]': exact, 'tanh [2, 5]': approximate, 'tanh [1, 4, 1]': approximate },
  geluBackward: {
    'none [2, 3]': slope(exact, 0),
    'none [4, 1]': slope(exact, 0),
    'tanh [2, 3]': slope(approximate, 0),
    'tanh [4, 1]': slope(approximate, 0),
  },
  layerNorm: normalize,
  layerNormBackward: {
    '[2, 5] with weight and bias': slope(normalize, 0),
    '[2, 5] alone': slope(normalize, 0),
    '[2, 5] by weight': slope(normalize, 1),
    '[2, 1, 4] with weight and bias': slope(normalize, 0),
    '[2, 1, 4] alone': slope(normalize, 0),
    '[2, 1, 4] by weight': slope(normalize, 1),
  },
  log,
  log10,
  log1p,
  log2,
  logSoftmax: alongAxes(logSoftmax),
  logSoftmaxBackward: alongAxesSlope(logSoftmax),
  logsumexp: reductions((x, options) => logsumexp(x, options), same),
  matmul: {
    '[2, 3] [3, 4]': matmul,
    '[2, 2, 3] [3, 2]': matmul,
    '[2, 1, 2, 3] [3, 3, 2]': matmul,
    '[3] [3, 2]': matmul,
    '[1, 3] [3, 1]': matmul,
    '[2, 3] [3]': matmul,
    'transposed operands': (a, b) => matmul(transpose(a), transpose(b)),
  },
  max: reductions((x, options) => max(x, options), exp),
  maximum: (a, b) => maximum(a, b),
  maxPool: { '[1, 2, 4, 5]': overlapping, '[2, 6]': spread },
  maxPoolBackward: { '[1, 1, 4, 3]': slopeOf(overlapping), '[2, 5]': slopeOf(spread) },
  min: reductions((x, options) => min(x, options), exp),
  minimum: (a, b) => minimum(a, b),
  mul: (a, b) => mul(a, b),
  neg,
  pad: {
    '[2, 3]': (x) =>
      exp(
        pad(
          x,
          [
            [1, 0],
            [2, 1],
          ],
          0.5,
        ) as Tensor,
      ),
    '[1]': (x) => exp(pad(x, [[0, 3]]) as Tensor),
  },
  permute: { '[2, 3, 4]': (x) => exp(permute(x, [2, 0, 1])), '[1, 3]': (x) => exp(permute(x, [1, 0])) },
  pow: (a, b) => pow(a, b),
  prod: reductions((x, options) => prod(x, options), same),
  reciprocal,
  recurrence: {
    'gru 3x2x3x2': recurrent('gru'),
    'gru 4x3x1x5 backwards lengths [2, 4, 1]': recurrent('gru', { reverse: true, lengths: [2, 4, 1] }),
    'gru 2x2x3x2 without biases': (x, weightIh, weightHh, h0) => {
      const { y, h } = recurrence('gru', x, { weightIh, weightHh }, { h0 });
      return concat([flatten(y), flatten(h)]) as Tensor;
    },
    'lstm 3x2x3x2': recurrent('lstm'),
    'lstm 2x2x2x1 backwards': recurrent('lstm', { reverse: true }),
    'lstm 4x3x1x5 lengths [2, 4, 1]': recurrent('lstm', { lengths: [2, 4, 1] }),
    'lstm 3x3x2x2 backwards lengths [1, 0, 3]': recurrent('lstm', { reverse: true, lengths: [1, 0, 3] }),
    'relu 3x2x3x2': recurrent('relu'),
    'tanh 4x3x1x5 backwards lengths [2, 4, 1]': recurrent('tanh', { reverse: true, lengths: [2, 4, 1] }),
    'tanh 1x1x2x2': recurrent('tanh'),
  },
  relu,
  remainder: (a, b) => remainder(a, b),
  reshape: {
    '[2, 6] to [3, 4]': (x) => exp(reshape(x, [3, 4])),
    '[2, 1, 3] to [3, 2] transposed': (x) => exp(reshape(transpose(x, 0, 2), [3, 2])),
  },
  rsqrt,
  scatterAdd: {
    'axis 1': (x, i, source) => exp(scatterAdd(x, 1, i, source)),
    'axis 0, larger source': (x, i, source) => exp(scatterAdd(x, 0, i, source)),
  },
  scatterRows: (x, ids) => exp(scatterRows(x, ids, 5)),
  sigmoid,
  silu,
  sin,
  sinh,
  slice: {
    '[1:4, ::2]': (x) => exp(slice(x, [1, 4], { step: 2 })),
    '[::-2, 1] of [5, 3]': (x) => exp(slice(x, { step: -2 }, 1)),
    '[-1, ::3] of [1, 8]': (x) => exp(slice(x, -1, { step: 3 })),
    '[6:1:-2] of [8]': (x) => exp(slice(x, [6, 1, -2])),
    empty: (x) => exp(slice(x, [2, 2])),
  },
  softmax: alongAxes(softmax),
  softmaxBackward: alongAxesSlope(softmax),
  softplus,
  split: {
    '[5, 2] into 2, 3': (x) => {
      const [a, b] = split(x, [2, 3], 0);
      return mul(sum(exp(a)), b);
    },
    '[2, 6] into thirds, one unused': (x) => {
      const [a, , c] = split(x, 3, 1);
      return mul(a, c);
    },
  },
  sqrt,
  square,
  sub: (a, b) => sub(a, b),
  sum: reductions((x, options) => sum(x, options), exp),
  tan,
  tanh,
  tril: { '[3, 4]': (x) => exp(tril(x, 1)), '[2, 3, 1]': (x) => exp(tril(x, -1)) },
  triu: { '[3, 4]': (x) => exp(triu(x, -1)), '[2, 1, 3]': (x) => exp(triu(x, 1)) },
  where: (condition, a, b) => exp(where(condition, a, b)),
} satisfies Record<AnyPrimitiveName, Call | Record<string, Call>>;

/** The call of one case in the fixtures. */
export function callOf(primitive: AnyPrimitiveName, name: string): Call {
  const call: Call | Record<string, Call> = calls[primitive];
  const found = typeof call === 'function' ? call : call[name];
  if (found === undefined) throw new Error(`no call for the case "${name}" of ${primitive}`);
  return found;
}

/** Primitives whose gradients torch has no fixture for here, because they depend on types or random bits; tested apart. */
export const testedApart: readonly AnyPrimitiveName[] = ['cast', 'dropout'];

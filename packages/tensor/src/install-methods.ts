// Gives Tensor its methods: each is the free function of the same name with the tensor as its first argument.

import { formatTensor, inspectTensor } from './format/format-tensor.ts';
import type { TensorMethods } from './methods.ts';
import { argmax, argmin } from './ops/arg-reduce.ts';
import { add, div, maximum, minimum, mul, pow, remainder, sub } from './ops/binary.ts';
import { cast } from './ops/cast.ts';
import { clip } from './ops/clip.ts';
import { equal, greater, greaterEqual, isfinite, isnan, less, lessEqual, logicalNot, notEqual } from './ops/compare.ts';
import { copy } from './ops/copy.ts';
import { cumsum } from './ops/cumsum.ts';
import { expand } from './ops/expand.ts';
import { flip } from './ops/flip.ts';
import { gather } from './ops/gather.ts';
import { gelu } from './ops/gelu.ts';
import { indexSelect } from './ops/index-select.ts';
import { logsumexp } from './ops/logsumexp.ts';
import { matmul } from './ops/matmul.ts';
import { pad } from './ops/pad.ts';
import { permute, transpose } from './ops/permute.ts';
import { max, mean, min, prod, std, sum, variance } from './ops/reduce.ts';
import { flatten, reshape } from './ops/reshape.ts';
import { ceil, floor, round, sign, trunc } from './ops/rounding.ts';
import { scatterAdd } from './ops/scatter.ts';
import { slice } from './ops/slice.ts';
import { logSoftmax, softmax } from './ops/softmax.ts';
import { argsort, sort } from './ops/sort.ts';
import { split } from './ops/split.ts';
import { expandDims, squeeze } from './ops/squeeze.ts';
import { topk } from './ops/topk.ts';
import { tril, triu } from './ops/triangle.ts';
import { all, any } from './ops/truth.ts';
import {
  abs,
  acos,
  asin,
  atan,
  cos,
  cosh,
  erf,
  exp,
  expm1,
  log,
  log1p,
  log2,
  log10,
  neg,
  reciprocal,
  relu,
  rsqrt,
  sigmoid,
  silu,
  sin,
  sinh,
  softplus,
  sqrt,
  square,
  tan,
  tanh,
} from './ops/unary.ts';
import { maskedFill } from './ops/where.ts';
import { item, toArray, toPlain, toTypedArray } from './plain.ts';
import { Tensor } from './tensor.ts';

type FreeFunction = (x: never, ...rest: never[]) => unknown;

/** Free function by method name; complete by type. */
const delegates = {
  toString: formatTensor,
  abs,
  acos,
  add,
  all,
  any,
  argmax,
  argmin,
  argsort,
  asin,
  astype: cast,
  atan,
  ceil,
  clip,
  copy,
  cos,
  cosh,
  cumsum,
  div,
  equal,
  erf,
  exp,
  expand,
  expandDims,
  expm1,
  flatten,
  flip,
  floor,
  gather,
  gelu,
  greater,
  greaterEqual,
  indexSelect,
  isfinite,
  isnan,
  item,
  less,
  lessEqual,
  log,
  log10,
  log1p,
  log2,
  logSoftmax,
  logicalNot,
  logsumexp,
  maskedFill,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  neg,
  notEqual,
  pad,
  permute,
  pow,
  prod,
  reciprocal,
  relu,
  remainder,
  reshape,
  round,
  rsqrt,
  scatterAdd,
  sigmoid,
  sign,
  silu,
  sin,
  sinh,
  slice,
  softmax,
  softplus,
  sort,
  split,
  sqrt,
  square,
  squeeze,
  std,
  sub,
  sum,
  tan,
  tanh,
  toArray,
  toJSON: toArray,
  toPlain,
  toTypedArray,
  topk,
  transpose,
  tril,
  triu,
  trunc,
  var: variance,
} satisfies Record<keyof TensorMethods<[]>, FreeFunction>;

/** Puts the methods on the prototype. Run once, when the package is loaded. */
export function installMethods(): void {
  for (const [name, operation] of Object.entries(delegates)) {
    Object.defineProperty(Tensor.prototype, name, {
      configurable: true,
      writable: true,
      value(this: Tensor, ...rest: unknown[]) {
        return (operation as (x: Tensor, ...rest: unknown[]) => unknown)(this, ...rest);
      },
    });
  }
  Object.defineProperty(Tensor.prototype, Symbol.for('nodejs.util.inspect.custom'), {
    configurable: true,
    value(this: Tensor) {
      return inspectTensor(this);
    },
  });
}

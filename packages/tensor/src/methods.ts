// The operations as methods of Tensor: their types here, their one-line delegates in install-methods.ts. What each does is
// said at the free function of the same name.
import type { DType, TypedArray } from './dtype.ts';
import type { ClipOptions } from './ops/clip.ts';
import type { GeluOptions } from './ops/gelu.ts';
import type { Padded, PadParams } from './ops/pad.ts';
import type { Slice, SliceIndex } from './ops/slice-types.ts';
import type { SortOptions } from './ops/sort.ts';
import type { Topk, TopkOptions } from './ops/topk.ts';
import type { NestedArray, PlainTensor } from './plain.ts';
import type {
  Axes,
  Broadcast,
  Check,
  CountOf,
  Expand,
  ExpandDims,
  Flatten,
  MatMul,
  Ok,
  Permute,
  Reduce,
  Reshape,
  Resize,
  Shape,
  Squeeze,
  SwapAxes,
} from './shape-types.ts';
import type { Tensor } from './tensor.ts';

export interface TensorMethods<out S extends Shape> {
  // Elementwise with broadcasting
  add<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'add'>>,
  ): Tensor<Ok<Broadcast<A, B, 'add'>>>;
  sub<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'sub'>>,
  ): Tensor<Ok<Broadcast<A, B, 'sub'>>>;
  mul<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'mul'>>,
  ): Tensor<Ok<Broadcast<A, B, 'mul'>>>;
  div<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'div'>>,
  ): Tensor<Ok<Broadcast<A, B, 'div'>>>;
  pow<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'pow'>>,
  ): Tensor<Ok<Broadcast<A, B, 'pow'>>>;
  remainder<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'remainder'>>,
  ): Tensor<Ok<Broadcast<A, B, 'remainder'>>>;
  maximum<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'maximum'>>,
  ): Tensor<Ok<Broadcast<A, B, 'maximum'>>>;
  minimum<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'minimum'>>,
  ): Tensor<Ok<Broadcast<A, B, 'minimum'>>>;
  less<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'less'>>,
  ): Tensor<Ok<Broadcast<A, B, 'less'>>>;
  lessEqual<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'lessEqual'>>,
  ): Tensor<Ok<Broadcast<A, B, 'lessEqual'>>>;
  greater<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'greater'>>,
  ): Tensor<Ok<Broadcast<A, B, 'greater'>>>;
  greaterEqual<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'greaterEqual'>>,
  ): Tensor<Ok<Broadcast<A, B, 'greaterEqual'>>>;
  equal<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'equal'>>,
  ): Tensor<Ok<Broadcast<A, B, 'equal'>>>;
  notEqual<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'notEqual'>>,
  ): Tensor<Ok<Broadcast<A, B, 'notEqual'>>>;

  // Elementwise
  neg(): Tensor<S>;
  abs(): Tensor<S>;
  square(): Tensor<S>;
  exp(): Tensor<S>;
  expm1(): Tensor<S>;
  log(): Tensor<S>;
  log1p(): Tensor<S>;
  log2(): Tensor<S>;
  log10(): Tensor<S>;
  sqrt(): Tensor<S>;
  rsqrt(): Tensor<S>;
  reciprocal(): Tensor<S>;
  sin(): Tensor<S>;
  cos(): Tensor<S>;
  tan(): Tensor<S>;
  asin(): Tensor<S>;
  acos(): Tensor<S>;
  atan(): Tensor<S>;
  sinh(): Tensor<S>;
  cosh(): Tensor<S>;
  tanh(): Tensor<S>;
  sigmoid(): Tensor<S>;
  relu(): Tensor<S>;
  silu(): Tensor<S>;
  softplus(): Tensor<S>;
  erf(): Tensor<S>;
  floor(): Tensor<S>;
  ceil(): Tensor<S>;
  round(): Tensor<S>;
  trunc(): Tensor<S>;
  sign(): Tensor<S>;
  logicalNot(): Tensor<S>;
  isnan(): Tensor<S>;
  isfinite(): Tensor<S>;
  gelu(options?: GeluOptions): Tensor<S>;
  clip(options: ClipOptions): Tensor<S>;
  astype(dtype: DType): Tensor<S>;
  softmax(axis?: number): Tensor<S>;
  logSoftmax(axis?: number): Tensor<S>;
  cumsum(axis: number): Tensor<S>;

  // Reductions
  sum<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'sum'>>; readonly keepDims?: K },
  ): Tensor<Ok<Reduce<A, Ax, K, 'sum'>>>;
  prod<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'prod'>>; readonly keepDims?: K },
  ): Tensor<Ok<Reduce<A, Ax, K, 'prod'>>>;
  max<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'max'>>; readonly keepDims?: K },
  ): Tensor<Ok<Reduce<A, Ax, K, 'max'>>>;
  min<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'min'>>; readonly keepDims?: K },
  ): Tensor<Ok<Reduce<A, Ax, K, 'min'>>>;
  mean<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'mean'>>; readonly keepDims?: K },
  ): Tensor<Ok<Reduce<A, Ax, K, 'mean'>>>;
  logsumexp<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'logsumexp'>>; readonly keepDims?: K },
  ): Tensor<Ok<Reduce<A, Ax, K, 'logsumexp'>>>;
  var<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'var'>>; readonly keepDims?: K; readonly ddof?: number },
  ): Tensor<Ok<Reduce<A, Ax, K, 'var'>>>;
  std<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'std'>>; readonly keepDims?: K; readonly ddof?: number },
  ): Tensor<Ok<Reduce<A, Ax, K, 'std'>>>;
  any<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'any'>>; readonly keepDims?: K },
  ): Tensor<Ok<Reduce<A, Ax, K, 'any'>>>;
  all<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'all'>>; readonly keepDims?: K },
  ): Tensor<Ok<Reduce<A, Ax, K, 'all'>>>;
  argmax<A extends Shape, const Ax extends number | undefined = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'argmax'>>; readonly keepDims?: K },
  ): Tensor<Ok<Reduce<A, Ax, K, 'argmax'>>>;
  argmin<A extends Shape, const Ax extends number | undefined = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'argmin'>>; readonly keepDims?: K },
  ): Tensor<Ok<Reduce<A, Ax, K, 'argmin'>>>;

  // Products
  matmul<A extends Shape, B extends Shape>(
    this: Tensor<A>,
    other: Check<Tensor<B>, MatMul<A, B>>,
  ): Tensor<Ok<MatMul<A, B>>>;

  // Views and movement
  reshape<A extends Shape, const To extends Shape>(
    this: Tensor<A>,
    shape: Check<readonly [...To], Reshape<A, To>>,
  ): Tensor<Ok<Reshape<A, To>>>;
  flatten<A extends Shape>(this: Tensor<A>): Tensor<Flatten<A>>;
  transpose<A extends Shape, I extends number = -2, J extends number = -1>(
    this: Tensor<A>,
    i?: Check<I, SwapAxes<A, I, J, 'transpose'>>,
    j?: J,
  ): Tensor<Ok<SwapAxes<A, I, J, 'transpose'>>>;
  permute<A extends Shape, const P extends Shape>(
    this: Tensor<A>,
    axes: Check<readonly [...P], Permute<A, P>>,
  ): Tensor<Ok<Permute<A, P>>>;
  expandDims<A extends Shape, Ax extends number>(
    this: Tensor<A>,
    axis: Check<Ax, ExpandDims<A, Ax>>,
  ): Tensor<Ok<ExpandDims<A, Ax>>>;
  squeeze<A extends Shape, const Ax extends Axes = undefined>(
    this: Tensor<A>,
    axis?: Check<Ax, Squeeze<A, Ax>>,
  ): Tensor<Ok<Squeeze<A, Ax>>>;
  expand<A extends Shape, const To extends Shape>(
    this: Tensor<A>,
    shape: Check<readonly [...To], Expand<A, To>>,
  ): Tensor<Ok<Expand<A, To>>>;
  slice<A extends Shape, const R extends readonly SliceIndex[]>(this: Tensor<A>, ...indices: R): Tensor<Slice<A, R>>;
  split<A extends Shape, const Ax extends number = 0>(
    this: Tensor<A>,
    parts: number | readonly number[],
    axis?: Check<Ax, Resize<A, Ax, number, 'split'>>,
  ): Tensor<Ok<Resize<A, Ax, number, 'split'>>>[];
  flip(axis?: Axes): Tensor<S>;
  tril(diagonal?: number): Tensor<S>;
  triu(diagonal?: number): Tensor<S>;
  pad<A extends Shape>(this: Tensor<A>, padding: PadParams['padding'], value?: number): Tensor<Padded<A>>;
  copy(): Tensor<S>;

  // Indexing and order
  gather<I extends Shape>(axis: number, index: Tensor<I>): Tensor<I>;
  scatterAdd(axis: number, index: Tensor, source: Tensor): Tensor<S>;
  indexSelect<A extends Shape, const Ax extends number, const I extends Tensor | readonly number[]>(
    this: Tensor<A>,
    axis: Check<Ax, Resize<A, Ax, CountOf<I>, 'indexSelect'>>,
    ids: I,
  ): Tensor<Ok<Resize<A, Ax, CountOf<I>, 'indexSelect'>>>;
  maskedFill<A extends Shape, M extends Shape>(
    this: Tensor<A>,
    mask: Check<Tensor<M>, Broadcast<A, M, 'maskedFill'>>,
    value: number,
  ): Tensor<Ok<Broadcast<A, M, 'maskedFill'>>>;
  sort(options?: SortOptions): Tensor<S>;
  argsort(options?: SortOptions): Tensor<S>;
  topk<A extends Shape, const K extends number, const Ax extends number = -1>(
    this: Tensor<A>,
    k: K,
    options?: TopkOptions<Check<Ax, Resize<A, Ax, K, 'topk'>>>,
  ): Topk<Ok<Resize<A, Ax, K, 'topk'>>>;

  // Out of the heap
  /** The values as NumPy prints them. */
  toString(): string;
  toArray(): NestedArray;
  /** What `JSON.stringify` writes: the nested arrays of `toArray`, which `tensor` reads back. */
  toJSON(): NestedArray;
  item(): number;
  /** A copy of the elements in row-major order. */
  toTypedArray(): TypedArray;
  toPlain(): PlainTensor;
}

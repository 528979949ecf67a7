// The table of contents of @ml/tensor.
import { installMethods } from './install-methods.ts';

installMethods();

export { type DType, type FloatDType, isDType, isFloat, promoteTypes, type TypedArray } from './dtype.ts';
export { engine } from './engine/engine.ts';
export type { Product } from './engine/gemm.ts';
export { type GemmProvider, setGemmProvider } from './engine/gemm-provider.ts';
export type { KernelBinary, KernelBuild } from './engine/kernel-binary.ts';
export { type KernelLibrary, loadKernels } from './engine/kernel-library.ts';
export { getThreads, type RangeOptions, setThreads } from './engine/threads/parallel.ts';
export type { ThreadKernel } from './engine/threads/thread-kernel.ts';
export { ThreadError } from './engine/threads/thread-pool.ts';
export {
  ArgumentError,
  DisposedError,
  DTypeError,
  formatShape,
  IndexError,
  OutOfMemoryError,
  ShapeError,
  type ShapeErrorDetails,
} from './errors.ts';
export { expectShape, type NamedAxis, type NamedSizes } from './expect-shape.ts';
export { formatTensor, inspectTensor } from './format/format-tensor.ts';
export { sameShape } from './layout.ts';
export { type MemoryReport, memory } from './memory.ts';
export { addLayerNorm, addLayerNormBackward } from './ops/add-layer-norm.ts';
export { affine } from './ops/affine.ts';
export { affineGelu } from './ops/affine-gelu.ts';
export { argmax, argmin } from './ops/arg-reduce.ts';
export { type AttentionOptions, attention, attentionBackward } from './ops/attention.ts';
export { add, div, maximum, minimum, mul, pow, remainder, sub } from './ops/binary.ts';
export { cast } from './ops/cast.ts';
export { type ClipOptions, clip } from './ops/clip.ts';
export {
  equal,
  greater,
  greaterEqual,
  isfinite,
  isnan,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  notEqual,
} from './ops/compare.ts';
export { concat } from './ops/concat.ts';
export { contiguous, copy } from './ops/copy.ts';
export { fromBuffer, tensor } from './ops/creation.ts';
export { eye, full, fullLike, ones, onesLike, zeros, zerosLike } from './ops/creation-filled.ts';
export type { CreationOptions } from './ops/creation-options.ts';
export { arange, linspace } from './ops/creation-range.ts';
export { type CrossEntropyLossesOptions, crossEntropyBackward, crossEntropyLosses } from './ops/cross-entropy.ts';
export { cumsum } from './ops/cumsum.ts';
export { type DiagonalOptions, diagonal } from './ops/diagonal.ts';
export { type DropoutOptions, dropout } from './ops/dropout.ts';
export { einsum } from './ops/einsum.ts';
export { embedding, scatterRows } from './ops/embedding.ts';
export { expand } from './ops/expand.ts';
export { flip } from './ops/flip.ts';
export { gather } from './ops/gather.ts';
export { type GeluOptions, gelu, geluBackward } from './ops/gelu.ts';
export { indexSelect, maskedSelect, nonzero } from './ops/index-select.ts';
export { type LayerNormOptions, layerNorm, layerNormBackward } from './ops/layer-norm.ts';
export type { LayerNormBackwardInputs, LayerNormBackwardOutputs } from './ops/layer-norm-rows.ts';
export { logsumexp } from './ops/logsumexp.ts';
export { matmul } from './ops/matmul.ts';
export {
  type AdamStepOptions,
  type AdamTensors,
  adamSteps,
  type RmspropStepOptions,
  type RmspropTensors,
  rmspropSteps,
  type SgdStepOptions,
  type SgdTensors,
  sgdSteps,
} from './ops/optimizer-steps.ts';
export { pad } from './ops/pad.ts';
export { moveAxis, permute, transpose } from './ops/permute.ts';
export {
  permutation,
  type RandomFloatOptions,
  type RandomIntegerOptions,
  type RandomOptions,
  rand,
  randint,
  randn,
} from './ops/random.ts';
export { max, mean, min, prod, type ReductionOptions, std, sum, variance } from './ops/reduce.ts';
export { repeat, tile } from './ops/repeat.ts';
export { flatten, reshape } from './ops/reshape.ts';
export { roll } from './ops/roll.ts';
export { ceil, floor, round, sign, trunc } from './ops/rounding.ts';
export { scaleInPlace } from './ops/scale-in-place.ts';
export { scatterAdd } from './ops/scatter.ts';
export { setSlice } from './ops/set-slice.ts';
export { slice } from './ops/slice.ts';
export type { Slice, SliceIndex, SliceRange } from './ops/slice-types.ts';
export { logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from './ops/softmax.ts';
export { argsort, type SortOptions, sort } from './ops/sort.ts';
export { split } from './ops/split.ts';
export { expandDims, squeeze } from './ops/squeeze.ts';
export { stack } from './ops/stack.ts';
export { sumSquares } from './ops/sum-squares.ts';
export { type Topk, type TopkOptions, topk } from './ops/topk.ts';
export { tril, triu } from './ops/triangle.ts';
export { all, allclose, any, type CloseOptions, isclose } from './ops/truth.ts';
export {
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
export { maskedFill, where } from './ops/where.ts';
export {
  type ArrayOf,
  fromPlain,
  item,
  type NestedArray,
  type PlainTensor,
  toArray,
  toPlain,
  toTypedArray,
} from './plain.ts';
export { type AnyPrimitive, apply, definePrimitive, type Primitive, type Recorder, setRecorder } from './primitive.ts';
export { type PrimitiveName, type Primitives, primitives } from './primitives.ts';
export type { ChoiceOptions } from './rng/choice.ts';
export { defaultRng, manualSeed } from './rng/default-rng.ts';
export { type FloatArray, type IntegerArray, type IntegersOptions, Rng } from './rng/rng.ts';
export type { RngState } from './rng/rng-state.ts';
export { type Seed, SeedSequence } from './rng/seed-sequence.ts';
export type {
  Add,
  Agree,
  AnySizes,
  Axes,
  AxisError,
  AxisIndex,
  Broadcast,
  Check,
  Concat,
  CountOf,
  Expand,
  ExpandDims,
  Flatten,
  Guard,
  Insert,
  IsOpen,
  Known,
  MapLast,
  MatMul,
  NestedShape,
  Ok,
  Permute,
  Reduce,
  Reshape,
  Resize,
  Shape,
  Size,
  Squeeze,
  Stack,
  SwapAxes,
} from './shape-types.ts';
export { allocate, heapView, isTensor, type Owner, Tensor, type Tracer, viewOf } from './tensor.ts';
export { keep, tidy } from './tidy.ts';

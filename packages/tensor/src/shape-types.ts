/** Compile-time shapes: every function here maps shapes to a shape, or to the sentence that says why there is none. */
export type { Axes, AxisError, AxisIndex, Insert } from './types/axis.ts';
export type { Broadcast, Expand } from './types/broadcast.ts';
export type { Check, Guard, Ok } from './types/check.ts';
export type { Concat, ShapesOf, Stack } from './types/concat.ts';
export type { Add } from './types/digits.ts';
export type { IndexFirst, MapLast } from './types/edge-axes.ts';
export type { MatMul } from './types/matmul.ts';
export type { NestedNumbers, NestedShape } from './types/nested-shape.ts';
export type { Permute, SwapAxes, T } from './types/permute.ts';
export type { ExpandDims, Squeeze } from './types/rank.ts';
export type { Reduce } from './types/reduce.ts';
export type { Flatten, Reshape } from './types/reshape.ts';
export type { CountOf, Resize } from './types/resize.ts';
export type { Agree, AnySizes, IsOpen, Known, Shape, Size } from './types/shape.ts';

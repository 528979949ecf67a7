// Operations of whole layers, with kernels of their own: convolution, pooling, recurrence.
import { installMethods } from './install-methods.ts';

installMethods();

export { type AllPrimitives, type AnyPrimitiveName, layerPrimitives } from './layer-primitives.ts';
export { adaptiveAvgPool1d, adaptiveAvgPool2d, adaptiveMaxPool1d, adaptiveMaxPool2d } from './ops/adaptive-pool.ts';
export { type AvgPoolOptions, avgPool1d, avgPool2d, avgPool3d } from './ops/avg-pool.ts';
export { type ConvOptions, conv1d, conv2d, conv3d } from './ops/conv.ts';
export type { PerAxis } from './ops/conv-geometry.ts';
export { type ConvTransposeOptions, convTranspose1d, convTranspose2d, convTranspose3d } from './ops/conv-transpose.ts';
export { type LPPoolOptions, lpPool1d, lpPool2d } from './ops/lp-pool.ts';
export {
  type MaxPooled,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  maxPoolWithIndices,
} from './ops/max-pool.ts';
export type { SlidingOptions } from './ops/pool-windows.ts';
export {
  type Recurrence,
  type RecurrenceInputs,
  type RecurrenceOptions,
  type RecurrenceOutputs,
  type RecurrenceParams,
  type RecurrenceWeights,
  recurrence,
} from './ops/recurrence.ts';
export { type RecurrenceCotangents, recurrenceBackward } from './ops/recurrence-backward.ts';
export type { RecurrentCell } from './ops/recurrence-cells.ts';

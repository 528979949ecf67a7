// Convolution and its two gradients, each a primitive: all three are linear in both operands, and their gradients are
// again two of the three.
import { type DType, floatType } from '../dtype.ts';
import type { Convolution, Triple } from '../engine/conv-plan.ts';
import { convolve } from '../engine/convolve.ts';
import { convolveTransposed } from '../engine/convolve-transposed.ts';
import { convolveWeight } from '../engine/convolve-weight.ts';
import { isWinograd, winograd, winogradTransposed, winogradWeight } from '../engine/winograd.ts';
import { definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapView, type Tensor } from '../tensor.ts';
import { materialize, rowMajor } from './contiguous.ts';
import { type Padding, slidSize } from './conv-geometry.ts';
import { permute } from './permute.ts';
import { disposeCopies } from './rows.ts';

export interface ConvParams {
  readonly stride: readonly number[];
  readonly padding: Padding;
  readonly dilation: readonly number[];
  readonly groups: number;
}

export interface ConvTransposeParams extends ConvParams {
  /** Sizes of the result's spatial axes: a stride leaves several possible. */
  readonly spatial: readonly number[];
}

export interface ConvWeightParams extends ConvParams {
  readonly kernel: readonly number[];
}

/** Image, weights and, where there is one, bias. */
export type ConvOperands = readonly [x: Tensor, weight: Tensor] | readonly [x: Tensor, weight: Tensor, bias: Tensor];

function triple(sizes: readonly number[], rest: number): Triple {
  const [d, h, w] = [rest, rest, ...sizes].slice(-3);
  return [d, h, w];
}

/** Everything the kernels want to know, from the shapes of image [N, C, …] and result [N, O, …]. */
function convolution(
  image: Tensor['shape'],
  result: Shape,
  kernel: Shape,
  params: ConvParams,
  dtype: DType,
): Convolution {
  return {
    dtype: floatType(dtype),
    batch: image[0],
    groups: params.groups,
    inChannels: image[1] / params.groups,
    outChannels: result[1] / params.groups,
    image: triple(image.slice(2), 1),
    kernel: triple(kernel, 1),
    result: triple(result.slice(2), 1),
    stride: triple(params.stride, 1),
    padding: triple(
      params.padding.map(([before]) => before),
      0,
    ),
    dilation: triple(params.dilation, 1),
  };
}

/** y[n, o, i] = b[o] + Σ w[o, c, t]·x[n, c, i·stride + t·dilation − padding] */
export const convPrimitive = definePrimitive('conv', (inputs: ConvOperands, params: ConvParams): [Tensor] => {
  const ready = inputs.map(rowMajor);
  const [x, weight] = ready;
  const { stride, padding, dilation } = params;
  const kernel = weight.shape.slice(2);
  const sizes = kernel.map((k, i) =>
    slidSize(x.shape[2 + i], k, stride[i], padding[i][0] + padding[i][1], dilation[i]),
  );
  const out = allocate<Shape>([x.shape[0], weight.shape[0], ...sizes], x.dtype);
  const of = convolution(x.shape, out.shape, kernel, params, x.dtype);
  const run = isWinograd(of) ? winograd : convolve;
  if (out.size > 0) run(of, out.address, x.address, weight.address, ready[2]?.address ?? 0);
  disposeCopies(ready, inputs);
  return [out];
});

/** The adjoint of `conv` by its image: x[n, c, j] = b[c] + Σ w[o, c, t]·y[n, o, i] over all i·stride + t·dilation − padding = j */
export const convTransposePrimitive = definePrimitive(
  'convTranspose',
  (inputs: ConvOperands, params: ConvTransposeParams): [Tensor] => {
    const ready = inputs.map(rowMajor);
    const [y, weight] = ready;
    const out = allocate<Shape>([y.shape[0], weight.shape[1] * params.groups, ...params.spatial], y.dtype);
    const of = convolution(out.shape, y.shape, weight.shape.slice(2), params, y.dtype);
    const run = isWinograd(of) ? winogradTransposed : convolveTransposed;
    if (out.size > 0) run(of, out.address, y.address, weight.address, ready[2]?.address ?? 0);
    disposeCopies(ready, inputs);
    return [out];
  },
);

/** The adjoint of `conv` by its weights: dw[o, c, t] = Σ dy[n, o, i]·x[n, c, i·stride + t·dilation − padding] */
export const convWeightPrimitive = definePrimitive(
  'convWeight',
  (inputs: readonly [dY: Tensor, x: Tensor], params: ConvWeightParams): [Tensor] => {
    const ready = inputs.map(rowMajor);
    const [dY, x] = ready;
    const { groups, kernel } = params;
    const [outputs, channels] = [dY.shape[1], x.shape[1] / groups];
    const of = convolution(x.shape, dY.shape, kernel, params, x.dtype);
    const shape = [outputs, channels, ...kernel];
    const out = isWinograd(of) && dY.size > 0 ? byWinograd(of, dY, x, shape) : byTaps(of, dY, x, shape);
    disposeCopies(ready, inputs);
    return [out];
  },
);

function byWinograd(of: Convolution, dY: Tensor, x: Tensor, shape: Shape): Tensor {
  const out = allocate<Shape>(shape, 'float32');
  winogradWeight(of, out.address, dY.address, x.address);
  return out;
}

/** The kernel has channels last, behind the taps. */
function byTaps(of: Convolution, dY: Tensor, x: Tensor, [outputs, channels, ...kernel]: Shape): Tensor {
  const flat = allocate<Shape>([outputs, ...kernel, channels], x.dtype);
  if (dY.size === 0) heapView(flat).fill(0);
  else if (flat.size > 0) convolveWeight(of, flat.address, dY.address, x.address);
  const taps = kernel.map((_, axis) => axis + 1);
  const turned = permute(flat, [0, kernel.length + 1, ...taps]) as Tensor;
  const out = materialize(turned);
  turned.dispose();
  flat.dispose();
  return out;
}

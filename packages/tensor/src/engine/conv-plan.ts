// How a convolution is laid out for its kernels (kernels/conv-plan.ts): where in an image, with its border, the element
// under a tap at a position lies. That is a sum of two offsets, one per tap and channel, one per position; each is a sum
// over the axes in turn. One and two dimensions are cases of three.
import { bytesPerElement, type FloatDType } from '../dtype.ts';
import { allocate, heapView, type Tensor } from '../tensor.ts';

/** Depth, height and width. */
export type Triple = readonly [number, number, number];

/** A convolution with all its sizes; channels are those of one group. */
export interface Convolution {
  readonly dtype: FloatDType;
  readonly batch: number;
  readonly groups: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly image: Triple;
  readonly kernel: Triple;
  readonly result: Triple;
  readonly stride: Triple;
  /** Zeros before the image; those behind it follow from the size of the result. */
  readonly padding: Triple;
  readonly dilation: Triple;
}

/** Most summands of a block: a panel of weights and one of the image this deep fit the first-level cache together. */
export const deepest = 384;

/** Summands of a block, so that all are about as long. */
export function evenBlock(k: number): number {
  return Math.ceil(k / Math.max(1, Math.ceil(k / deepest)));
}

export function volume([d, h, w]: Triple): number {
  return d * h * w;
}

export function triple(of: (axis: 0 | 1 | 2) => number): Triple {
  return [of(0), of(1), of(2)];
}

/** A matrix product over an image: what a plan says. */
export interface Layout {
  /** Bytes of the copy of a group's image that every thread makes; 0 where it is read in place. */
  readonly imageBytes: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly block: number;
  readonly chunk: number;
  /** Address of the plan. */
  readonly address: number;
  /** Address of the offsets of the weights, where there are any. */
  readonly weights: number;
  dispose(): void;
}

interface Words {
  readonly chunk: number;
  readonly plane: number;
  readonly groups: number;
  readonly images: number;
  readonly copy: ImageCopy;
  /** In elements, as all offsets here. */
  readonly summands: readonly number[];
  readonly columns: readonly number[];
  /** Where the columns of the result go; null: one behind the other. */
  readonly targets: readonly number[] | null;
  readonly weights: readonly number[];
  readonly m: number;
  readonly n?: number;
  readonly k?: number;
  readonly taps?: number;
  readonly run?: number;
  readonly step?: number;
  readonly share?: number;
}

/** What a kernel copies an image into, strides in elements. */
export interface ImageCopy {
  readonly channels: number;
  readonly shape: Triple;
  /** Elements with the border; 0: read in place. */
  readonly size: number;
  readonly start: number;
  readonly channel: number;
  readonly slice: number;
  readonly row: number;
  readonly phases: number;
  readonly phase: number;
  readonly left: number;
}

/** Writes a plan into the heap. */
export function writePlan(dtype: FloatDType, words: Words): Layout {
  const width = bytesPerElement(dtype);
  const { m, chunk, plane, groups, images, copy, summands, columns, targets, weights } = words;
  const { k = summands.length, n = columns.length, taps = 0, run = 0, step = 0, share = 0 } = words;
  const block = evenBlock(k);
  const imageBytes = Math.ceil((copy.size * width) / 64) * 64;
  const head = [
    ...[m, n, k, groups, chunk, plane, targets === null ? 0 : 1, images, block],
    ...[copy.channels, ...copy.shape],
    ...[imageBytes, copy.start * width, copy.channel * width, copy.slice * width, copy.row * width],
    ...[copy.phases, copy.phase * width, copy.left, taps, run, step, share],
  ];
  const lists = [summands, columns, targets ?? [], weights];
  const plan: Tensor = allocate(
    [head.length + lists.reduce((total, list) => total + list.length, 0)],
    'int32',
    'maker',
  );
  const target = heapView(plan);
  target.set(head);
  let at = head.length;
  for (const list of lists) for (const offset of list) target[at++] = offset * width;
  const address = plan.address;
  const weightsAt = address + 4 * (plan.size - weights.length);
  return { imageBytes, m, n, k, block, chunk, address, weights: weightsAt, dispose: () => plan.dispose() };
}

/** All sums of one element of each list, the last list running fastest. */
export function sums(...lists: readonly (readonly number[])[]): number[] {
  let result = [0];
  for (const list of lists) result = result.flatMap((a) => list.map((b) => a + b));
  return result;
}

export function range(n: number, of: (i: number) => number = (i) => i): number[] {
  return Array.from({ length: n }, (_, i) => of(i));
}

/** An image with channels first and a border of zeros; its rows dealt out by `phases`. */
export function bordered(channels: number, shape: Triple, before: Triple, after: Triple, phases: number): ImageCopy {
  const [, height, width] = triple((axis) => before[axis] + shape[axis] + after[axis]);
  const phase = Math.ceil(width / phases);
  const row = phase * phases;
  const slice = height * row;
  const channel = (before[0] + shape[0] + after[0]) * slice;
  const needed = phases > 1 || [...before, ...after].some((border) => border > 0);
  return {
    channels,
    shape,
    size: needed ? channels * channel : 0,
    start: before[0] * slice + before[1] * row,
    ...{ channel, slice, row, phases, phase, left: before[2] },
  };
}

/** An image with channels last and a border of zeros. */
export function channelsLast(channels: number, shape: Triple, before: Triple, after: Triple): ImageCopy {
  const [depth, height, width] = triple((axis) => before[axis] + shape[axis] + after[axis]);
  const row = width * channels;
  const slice = height * row;
  const whole = depth * height * width === volume(shape);
  return {
    channels,
    // Without a border it is one long row.
    shape: whole ? [1, 1, volume(shape)] : shape,
    size: whole && channels === 1 ? 0 : depth * slice,
    start: before[0] * slice + before[1] * row + before[2] * channels,
    ...{ channel: 1, slice, row, phases: 1, phase: 0, left: 0 },
  };
}

/** Zeros behind the image that a result of this size sees. */
export function borderAfter({ image, kernel, result, stride, padding, dilation }: Convolution): Triple {
  const last = triple((axis) => (result[axis] - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis]);
  return triple((axis) => Math.max(0, last[axis] - padding[axis] - image[axis] + 1));
}

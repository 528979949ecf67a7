// Runs matrix products over images on all threads. Tasks are chunks of columns of groups of images: every element is computed
// by one task, in an order of summation that does not depend on the cut.
import { bytesPerElement } from '../dtype.ts';
import { allocate } from '../tensor.ts';
import { type Convolution, type ImageCopy, writePlan } from './conv-plan.ts';
import { layerKernels } from './layer-kernels.ts';
import { forRanges, getThreads, ownScratch } from './threads/parallel.ts';

const { convPack_f32, convPack_f64 } = layerKernels.exports;

export const names = {
  float32: { conv: 'conv_f32', transpose: 'convTranspose_f32', weight: 'convWeight_f32', pack: convPack_f32 },
  float64: { conv: 'conv_f64', transpose: 'convTranspose_f64', weight: 'convWeight_f64', pack: convPack_f64 },
} as const;

/** Multiply–adds worth a task of their own: some ten microseconds. */
export const grainWork = 400_000;
/** Positions, or columns of a weight gradient, packed at a time. */
export const widest = 192;
/** A tile's worth of results passes through here at the edges. */
export const edgeBytes = 192;

/** Addresses, and how the weights lie. */
interface Operands {
  readonly y: number;
  readonly x: number;
  readonly w: number;
  readonly bias: number;
  /** Elements from row to row, and from group to group, of the weights. */
  readonly row: number;
  readonly group: number;
}

/** What a matrix product over an image sums up, and where its result goes. */
interface PlanOfProduct {
  /** Whether the weights of a row are neighbours. */
  readonly regular: boolean;
  readonly m: number;
  readonly plane: number;
  readonly copy: ImageCopy;
  readonly summands: readonly number[];
  readonly columns: readonly number[];
  readonly targets: readonly number[] | null;
  readonly weights: readonly number[];
}

/** Runs conv_f32 or conv_f64 over the chunks of columns of all groups and images. */
export function run({ dtype, batch, groups }: Convolution, plan: PlanOfProduct, operands: Operands): void {
  const width = bytesPerElement(dtype);
  const { conv, pack } = names[dtype];
  const { y, x, w, bias, row, group } = operands;
  const chunk = chunkOf(plan.columns.length, batch * groups);
  const layout = writePlan(dtype, { ...plan, chunk, groups, images: batch });
  const { m, n, k, block } = layout;
  const packed = allocate([groups * k * (m + 3)], dtype, 'maker');
  pack(packed.address, w, layout.weights, plan.regular ? width : 0, m, k, block, row * width, groups, group * width);
  const sums = plan.targets === null ? 0 : m * chunk * width;
  const scratchBytes = layout.imageBytes + chunk * block * width + edgeBytes + sums;
  const units = batch * groups * Math.ceil(n / chunk);
  const grain = Math.max(1, Math.ceil(grainWork / (m * k * Math.min(n, chunk) + 1)));
  const [weights, at] = [packed.address, layout.address];
  forRanges(layerKernels.threaded(conv), units, { grain, scratchBytes }, (unit, count) => [
    y,
    x,
    weights,
    at,
    bias,
    unit,
    count,
    ownScratch,
  ]);
  packed.dispose();
  layout.dispose();
}

/** Columns of a task: few enough that their panels stay in the cache, and that there is work for every thread. */
function chunkOf(columns: number, items: number): number {
  const parts = Math.max(Math.ceil(columns / widest), getThreads() === 1 ? 1 : Math.floor((4 * getThreads()) / items));
  return Math.max(Math.min(32, Math.ceil(columns / 8) * 8), Math.ceil(columns / parts / 8) * 8);
}

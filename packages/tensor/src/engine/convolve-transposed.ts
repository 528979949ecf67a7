import { bytesPerElement } from '../dtype.ts';
import { allocate } from '../tensor.ts';
import {
  borderAfter,
  bordered,
  type Convolution,
  range,
  sums,
  type Triple,
  triple,
  volume,
  writePlan,
} from './conv-plan.ts';
import { edgeBytes, grainWork, names, run } from './conv-run.ts';
import { layerKernels } from './layer-kernels.ts';
import { forRanges, ownScratch } from './threads/parallel.ts';

/** Positions of dY that are worked on at a time. */
const chunkColumns = 768;

/** Output channels of a group from which on adding columns up costs less than packing dY and multiplying zeros. */
const manyChannels = 8;
/** Bytes of columns that are computed, and then added up, at a time. */
const columnBytes = 196_608;

/**
 * x = the adjoint of `convolve` (+ bias): dX from dY, or a transposed convolution.
 *
 * @shape y [N, O, …], w [O, C / groups, …], bias [C] → x [N, C, …]
 */
export function convolveTransposed(of: Convolution, x: number, y: number, w: number, bias: number): void {
  if (of.outChannels >= manyChannels && volume(of.kernel) > 1) addColumns(of, x, y, w, bias);
  else convolvePhases(of, x, y, w, bias);
}

/** By the gradient of the matrix of columns, a few channels at a time. */
function addColumns(of: Convolution, x: number, y: number, w: number, bias: number): void {
  const { dtype, batch, groups, inChannels, outChannels: k, image, kernel, result, stride, padding, dilation } = of;
  const width = bytesPerElement(dtype);
  const { transpose, pack } = names[dtype];
  const [area, n, run] = [volume(kernel), volume(result), result[2]];
  const chunk = Math.min(n, run * Math.max(1, Math.floor(chunkColumns / run)));
  const most = Math.max(1, columnBytes / (chunk * area * width));
  const channels = Math.max(...range(inChannels, (i) => i + 1).filter((c) => inChannels % c === 0 && c <= most));
  const share = inChannels / channels;
  const copy = bordered(channels, image, padding, borderAfter(of), 1);
  const steps: Triple = [copy.slice, copy.row, 1];
  const taps = sums(...kernel.map((size, axis) => range(size, (tap) => tap * dilation[axis] * steps[axis])));
  const rows = sums(...[0, 1].map((axis) => range(result[axis], (o) => o * stride[axis] * steps[axis])));
  const m = channels * area;
  const weights = range(k, (o) => o * inChannels * area);
  const lists = { summands: taps, columns: rows, targets: null, weights };
  const words = { m, n, k, chunk, plane: volume(image), groups: groups * share, images: batch, copy, ...lists };
  const layout = writePlan(dtype, { ...words, taps: area, run, step: stride[2], share });
  const { block } = layout;
  const partSize = k * (m + 3);
  const packed = allocate([groups * share * partSize], dtype, 'maker');
  range(groups).forEach((group) => {
    const [to, from] = [packed.address + group * share * partSize * width, w + group * k * inChannels * area * width];
    pack(to, from, layout.weights, inChannels * area * width, m, k, block, width, share, m * width);
  });
  const scratchBytes = layout.imageBytes + (m * chunk + 8 * block) * width + edgeBytes;
  const grain = Math.ceil(grainWork / (m * k * n));
  const [from, at] = [packed.address, layout.address];
  forRanges(layerKernels.threaded(transpose), batch * groups * share, { grain, scratchBytes }, (unit, count) => [
    ...[x, y, from, at, bias, unit, count],
    ownScratch,
  ]);
  packed.dispose();
  layout.dispose();
}

/**
 * As a convolution: positions of the image that lie `stride` apart meet the same taps, and each such phase is a convolution
 * of its own, without a stride.
 */
function convolvePhases(of: Convolution, x: number, y: number, w: number, bias: number): void {
  const { inChannels: m, outChannels, image, kernel, result } = of;
  const axes = triple((axis) => axis).map((axis) => phasesOf(of, axis as 0 | 1 | 2));
  const reach = axes.map((phases) =>
    phases.flatMap(({ taps, count }) => taps.flatMap(({ at }) => [at, at + count - 1])),
  );
  const before = triple((axis) => Math.max(0, ...reach[axis].map((at) => -at)));
  const after = triple((axis) => Math.max(0, ...reach[axis].map((at) => at - result[axis] + 1)));
  const border = bordered(outChannels, result, before, after, 1);
  const [area, height, width] = [volume(kernel), image[1], image[2]];
  for (const d of axes[0]) {
    for (const h of axes[1]) {
      for (const w3 of axes[2]) {
        const phase = [d, h, w3];
        const steps = [border.slice, border.row, 1];
        const summands = sums(
          range(outChannels, (o) => o * border.channel),
          ...phase.map(({ taps }, axis) => taps.map(({ at }) => (at + before[axis]) * steps[axis])),
        );
        const columns = sums(...phase.map(({ count }, axis) => range(count, (i) => i * steps[axis])));
        const places = [height * width, width, 1];
        const whole = columns.length === volume(image);
        const targets = whole
          ? null
          : sums(
              ...phase.map(({ count, first, step }, axis) => range(count, (i) => (first + i * step) * places[axis])),
            );
        const tapSteps = [kernel[1] * kernel[2], kernel[2], 1];
        const weights = sums(
          range(outChannels, (o) => o * m * area),
          ...phase.map(({ taps }, axis) => taps.map(({ tap }) => tap * tapSteps[axis])),
        );
        const copy = summands.length === 0 ? { ...border, size: 0 } : border;
        const plan = { m, plane: volume(image), copy, summands, columns, targets, weights, regular: false };
        run(of, plan, { y: x, x: y, w, bias, row: area, group: outChannels * m * area });
      }
    }
  }
}

interface Phase {
  readonly first: number;
  readonly step: number;
  readonly count: number;
  /** Taps that reach these positions, and the element of y under them for the first position. */
  readonly taps: readonly { readonly tap: number; readonly at: number }[];
}

function phasesOf({ image, kernel, stride, padding, dilation }: Convolution, axis: 0 | 1 | 2): Phase[] {
  const step = stride[axis];
  return range(Math.min(step, image[axis])).map((first) => {
    const taps = range(kernel[axis])
      .map((tap) => ({ tap, at: (first + padding[axis] - tap * dilation[axis]) / step }))
      .filter(({ at }) => Number.isInteger(at));
    return { first, step, count: Math.ceil((image[axis] - first) / step), taps };
  });
}

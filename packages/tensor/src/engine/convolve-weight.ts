import { bytesPerElement } from '../dtype.ts';
import {
  borderAfter,
  type Convolution,
  channelsLast,
  deepest,
  evenBlock,
  range,
  sums,
  type Triple,
  writePlan,
} from './conv-plan.ts';
import { edgeBytes, grainWork, names, widest } from './conv-run.ts';
import { layerKernels } from './layer-kernels.ts';
import { forRanges, getThreads, ownScratch } from './threads/parallel.ts';

/** dW[o, tap, c] = Σ dY·x: columns ordered by tap, then by channel. @shape dY [N, O, …], x [N, C, …] → [O, taps, C / groups] */
export function convolveWeight(of: Convolution, dW: number, dY: number, x: number): void {
  const { dtype, batch, groups, inChannels, outChannels: m, image, kernel, result, stride, padding, dilation } = of;
  const copy = channelsLast(inChannels, image, padding, borderAfter(of));
  const steps: Triple = [copy.slice, copy.row, inChannels];
  const columns = sums(
    ...kernel.map((n, axis) => range(n, (tap) => tap * dilation[axis] * steps[axis])),
    range(inChannels),
  );
  const summands = sums(...result.map((n, axis) => range(n, (o) => o * stride[axis] * steps[axis])));
  const [n, k] = [columns.length, summands.length];
  const chunk = Math.min(widest, Math.ceil(n / 8) * 8);
  const share = Math.min(Math.max(1, Math.floor(deepest / k)), batch);
  const words = {
    m,
    chunk,
    plane: 0,
    groups,
    images: batch,
    copy,
    summands,
    columns,
    targets: null,
    weights: [],
    share,
  };
  const layout = writePlan(dtype, words);
  const panelBytes = share * evenBlock(k) * bytesPerElement(dtype);
  const scratchBytes = layout.imageBytes * share + (m + 3 + chunk) * panelBytes + edgeBytes;
  const at = layout.address;
  const product = layerKernels.threaded(names[dtype].weight);
  const work = batch * m * n * k * groups;
  const options = (items: number, multiple: number) => ({
    grain: Math.max(multiple, Math.ceil((grainWork * items) / work)),
    ...{ multiple, scratchBytes, tasksPerThread: 1 },
  });
  if (groups >= 2 * getThreads()) {
    forRanges(product, groups, options(groups, 1), (i, count) => [dW, dY, x, at, i, count, 0, m, 0, n, ownScratch]);
  } else if (n >= m) {
    forRanges(product, n, options(n, 8), (i, count) => [dW, dY, x, at, 0, groups, 0, m, i, count, ownScratch]);
  } else {
    forRanges(product, m, options(m, 12), (i, count) => [dW, dY, x, at, 0, groups, i, count, 0, n, ownScratch]);
  }
  layout.dispose();
}

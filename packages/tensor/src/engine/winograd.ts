// 3 × 3 convolutions of many channels by kernels/winograd.ts: which they are, and how their work is cut.
import { allocate, heapView, type Tensor } from '../tensor.ts';
import { borderAfter, type Convolution } from './conv-plan.ts';
import { kernels } from './kernels.ts';
import { layerKernels } from './layer-kernels.ts';
import { forRanges, ownScratch } from './threads/parallel.ts';

/** Fewer channels do not make up for the transforms. */
const fewestChannels = 16;
/** Elements of both transformed tiles that are worked on at a time: a megabyte. */
const tileElements = 262_144;
/** Sums of the gradient by the weights: as many as threads can share, and no more than memory should hold. */
const mostBlocks = 8;
const mostSumElements = 2 ** 24;

/** One image goes in, one comes out; of the weights only the number of channels matters. */
interface Pass {
  readonly channels: number;
  readonly outputs: number;
  readonly size: readonly [height: number, width: number];
  readonly result: readonly [height: number, width: number];
  readonly before: readonly [top: number, left: number];
}

/** Whether Winograd's algorithm is for this convolution and its gradients. It depends on nothing but sizes. */
export function isWinograd(of: Convolution): boolean {
  const { dtype, groups, inChannels, outChannels, image, kernel, result, stride, padding, dilation } = of;
  const after = borderAfter(of);
  return (
    dtype === 'float32' &&
    groups === 1 &&
    Math.min(inChannels, outChannels) >= fewestChannels &&
    16 * inChannels * outChannels <= mostSumElements &&
    kernel[0] === 1 &&
    image[0] === 1 &&
    result[0] === 1 &&
    [...stride, ...dilation].every((step) => step === 1) &&
    [1, 2].every(
      (axis) =>
        kernel[axis] === 3 && Math.min(image[axis], result[axis]) >= 7 && padding[axis] <= 2 && after[axis] <= 2,
    )
  );
}

/** y = Σ w·x under the kernel (+ bias). @shape x [N, C, H, W], w [O, C, 3, 3], bias [O] → y [N, O, …]; addresses */
export function winograd(of: Convolution, y: number, x: number, w: number, bias: number): void {
  const { inChannels, outChannels, image, result, padding } = of;
  const pass: Pass = {
    channels: inChannels,
    outputs: outChannels,
    size: [image[1], image[2]],
    result: [result[1], result[2]],
    before: [padding[1], padding[2]],
  };
  run(of.batch, pass, { y, x, w, bias, row: 9 * inChannels, column: 9, turned: 0 });
}

/** The gradient by the image: the convolution of dY, with a border, by the weights turned round. */
export function winogradTransposed(of: Convolution, x: number, y: number, w: number, bias: number): void {
  const { inChannels, outChannels, image, result, padding } = of;
  const pass: Pass = {
    channels: outChannels,
    outputs: inChannels,
    size: [result[1], result[2]],
    result: [image[1], image[2]],
    before: [2 - padding[1], 2 - padding[2]],
  };
  run(of.batch, pass, { y: x, x: y, w, bias, row: 9, column: 9 * inChannels, turned: 1 });
}

/** The gradient by the weights. @shape dY [N, O, …], x [N, C, H, W] → dW [O, C, 3, 3]; addresses */
export function winogradWeight(of: Convolution, dW: number, dY: number, x: number): void {
  const { batch, inChannels, outChannels, image, result, padding } = of;
  const tiling = tile({
    channels: inChannels,
    outputs: outChannels,
    size: [image[1], image[2]],
    result: [result[1], result[2]],
    before: [padding[1], padding[2]],
  });
  const size = inChannels * outChannels;
  const most = Math.max(1, Math.min(mostBlocks, Math.floor(mostSumElements / (16 * size))));
  const span = Math.ceil(batch / Math.min(batch, most));
  const blocks = Math.ceil(batch / span);
  const sums: Tensor = allocate([blocks * 16 * size], 'float32', 'maker');
  const [dU, at] = [sums.address, tiling.address];
  const product = kernels.gemmScratch_f32(outChannels, inChannels, tiling.tiles);
  const options = { grain: 1, scratchBytes: tiling.scratchBytes + product, tasksPerThread: 1 };
  forRanges(layerKernels.threaded('winogradGradient_f32'), blocks, options, (unit, count) => [
    ...[dU, dY, x, at, batch, span, unit, count],
    ownScratch,
  ]);
  layerKernels.exports.winogradGradientWeights_f32(dW, dU, blocks, size);
  sums.dispose();
  tiling.dispose();
}

interface Operands {
  readonly y: number;
  readonly x: number;
  readonly w: number;
  readonly bias: number;
  /** Elements between the kernels of two outputs, and of two channels. */
  readonly row: number;
  readonly column: number;
  readonly turned: 0 | 1;
}

function run(batch: number, pass: Pass, { y, x, w, bias, row, column, turned }: Operands): void {
  const { channels, outputs } = pass;
  const tiling = tile(pass);
  const weights: Tensor = allocate([16 * outputs * channels], 'float32', 'maker');
  const [u, at] = [weights.address, tiling.address];
  layerKernels.exports.winogradWeights_f32(u, w, outputs, channels, row, column, turned);
  const product = kernels.gemmScratch_f32(outputs, tiling.tiles, channels);
  const options = { grain: 1, scratchBytes: tiling.scratchBytes + product };
  forRanges(layerKernels.threaded('winograd_f32'), batch * tiling.shares, options, (unit, count) => [
    y,
    x,
    u,
    bias,
    at,
    unit,
    count,
    ownScratch,
  ]);
  weights.dispose();
  tiling.dispose();
}

/** Cuts a result into tiles of 2 × 2, and their rows into even shares that fit the cache. */
function tile({ channels, outputs, size, result, before }: Pass) {
  const [rows, columns] = [Math.ceil(result[0] / 2), Math.ceil(result[1] / 2)];
  const most = Math.max(1, Math.floor(tileElements / (16 * (channels + outputs) * columns)));
  const share = Math.ceil(rows / Math.ceil(rows / most));
  const words = [channels, outputs, ...size, ...before, ...result, rows, columns, share];
  const written: Tensor = allocate([words.length], 'int32', 'maker');
  heapView(written).set(words);
  const planeBytes = 4 * (2 * columns + 8) * (2 * share + 2);
  return {
    address: written.address,
    tiles: share * columns,
    shares: Math.ceil(rows / share),
    scratchBytes: 64 * ((channels + outputs) * share * columns + 32) + planeBytes + 64,
    dispose: () => written.dispose(),
  };
}

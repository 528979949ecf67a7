// The adjoint of a convolution by its image, for many channels: first the gradient of the matrix of columns, the turned
// weights times dY, then every row of it is added to the image where its tap saw it. Nothing is multiplied by zeros of a
// border, and dY is read in place. It goes through a few channels and some rows of dY at a time, whose columns stay in the
// cache. (For few channels adding costs more than multiplying: there it is a convolution, see conv.ts.)
//
// Order of summation: output channels as in conv.ts; then rows of dY chunk by chunk, in each tap by tap. It depends on the
// sizes alone.

import { Plan, planBytes } from './conv-plan';
import { paddedRows } from './conv';
import { sweep } from './gemm';
import { packEdge } from './gemm-pack';
import { tileColumns } from './gemm-tile';

/** to[i·step] += from[i] */
// @ts-ignore: decorator
@inline
function addRow<T>(to: usize, from: usize, n: i32, step: i32): void {
  const lanes = 16 / <i32>sizeof<T>();
  if (step == 1) {
    for (; n >= lanes; n -= lanes, to += 16, from += 16) v128.store(to, v128.add<T>(v128.load(to), v128.load(from)));
  }
  const stride = <usize>step * sizeof<T>();
  for (; n > 0; --n, to += stride, from += sizeof<T>()) store<T>(to, load<T>(to) + load<T>(from));
}

function convTranspose<T>(
  x: usize, y: usize, packed: usize, at: usize, bias: usize, unit: i32, units: i32, scratch: usize,
): void {
  const plan = changetype<Plan>(at);
  const NR = tileColumns<T>();
  const size = sizeof<T>();
  const m = plan.m, n = plan.n, k = plan.k, run = plan.run;
  const tap = at + planBytes();
  const row = tap + <usize>plan.taps * 4;
  const sums = scratch + plan.bytes;
  const edges = sums + <usize>(m * plan.chunk) * size;
  const edge = edges + <usize>(plan.block * NR) * size;
  const yRow = <usize>n * size;
  for (const end = unit + units; unit < end; ++unit) {
    const part = unit % plan.groups;
    const dY = y + <usize>(unit / plan.share) * <usize>(k * n) * size;
    const result = x + <usize>unit * <usize>(plan.channels * plan.plane) * size;
    const to = plan.bytes ? scratch : result;
    for (let c = 0; c < plan.channels; ++c) {
      const start = bias ? load<T>(bias + <usize>(part * plan.channels + c) * size) : <T>0;
      for (let i = 0; i < plan.channel; i += <i32>size) store<T>(to + <usize>(c * plan.channel + i), start);
    }
    for (let j = 0; j < n; j += plan.chunk) {
      const columns = min(n - j, plan.chunk);
      const cRow = <usize>columns * size;
      const lanes = columns % NR;
      for (let p = 0; p < k; p += plan.block) {
        const depth = min(k - p, plan.block);
        const b = dY + <usize>p * yRow + <usize>j * size;
        const a = packed + <usize>((part * k + p) * paddedRows(m)) * size;
        const from = p > 0 ? sums : 0;
        const unitBytes = <usize>depth * size;
        // The last columns are packed, into the place where `sweep` looks for them.
        if (lanes) packEdge<T>(edges, b + <usize>(columns - lanes) * size, lanes, NR, depth, size, yRow);
        const edgeBase = edges - <usize>(columns - lanes) * unitBytes;
        sweep<T>(sums, cRow, from, from ? cRow : 0, a, unitBytes, 0, 0, a, b, size, yRow, edgeBase, m, columns, depth, edge);
      }
      const rows = row + <usize>(j / run) * 4;
      let sum = sums;
      for (let c = 0; c < plan.channels; ++c) {
        const channel = to + <usize>(c * plan.channel);
        for (let t = 0; t < plan.taps; ++t) {
          const seen = channel + load<i32>(tap + <usize>t * 4);
          for (let s = 0, at = rows; s < columns; s += run, at += 4, sum += <usize>run * size) {
            addRow<T>(seen + load<i32>(at), sum, run, plan.step);
          }
        }
      }
    }
    if (plan.bytes) copyInside<T>(result, scratch, plan);
  }
}

/** The image without its border. */
function copyInside<T>(to: usize, from: usize, plan: Plan): void {
  const bytes = <usize>plan.width * sizeof<T>();
  from += plan.start + plan.left * <i32>sizeof<T>();
  for (let c = 0; c < plan.channels; ++c) {
    for (let d = 0; d < plan.depth; ++d) {
      let row = from + (c * plan.channel + d * plan.slice);
      for (let h = 0; h < plan.height; ++h, row += plan.row, to += bytes) memory.copy(to, row, bytes);
    }
  }
}

/**
 * X = the adjoint of conv_f32 (+ bias on every channel): `units` of the blocks of channels of the images. Weights are packed
 * by convPack_f32 with rows ordered by channel, then by tap.
 * @shape y [N, groups·k, n], packed weights [blocks, channels·taps, k], bias [blocks·channels] → x [N, blocks·channels, plane]
 */
export function convTranspose_f32(
  x: usize, y: usize, packed: usize, plan: usize, bias: usize, unit: i32, units: i32, scratch: usize,
): void {
  convTranspose<f32>(x, y, packed, plan, bias, unit, units, scratch);
}

/** convTranspose_f32 in double precision. */
export function convTranspose_f64(
  x: usize, y: usize, packed: usize, plan: usize, bias: usize, unit: i32, units: i32, scratch: usize,
): void {
  convTranspose<f64>(x, y, packed, plan, bias, unit, units, scratch);
}

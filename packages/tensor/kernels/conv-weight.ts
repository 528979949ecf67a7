// The gradient of a convolution by its weights: dW[o, tap] = Σ over images and positions of dY[o, position]·X[tap,
// position], a product of dY and the transposed matrix of columns. With channels last in the image the lanes of a panel,
// neighbouring channels under one tap, are neighbours in memory.
//
// Order of summation: images in blocks of as many as a block of summands has room for, positions of an image in even
// blocks; within a block one chain of multiply-adds from zero, block sums added in order. It depends on the sizes alone.

import { copyImage } from './conv-image';
import { packColumns } from './conv-pack';
import { Plan, planBytes } from './conv-plan';
import { sweep } from './gemm';
import { packEdge, packPanels } from './gemm-pack';
import { tileColumns, tileHeight } from './gemm-tile';

function convWeight<T>(
  dW: usize, dY: usize, image: usize, at: usize,
  group: i32, groups: i32, row: i32, rows: i32, column: i32, columns: i32, scratch: usize,
): void {
  const plan = changetype<Plan>(at);
  const NR = tileColumns<T>();
  const size = sizeof<T>();
  const n = plan.n, k = plan.k, chunk = plan.chunk;
  const tap = at + planBytes() + <usize>k * 4;
  const position = at + planBytes();
  const span = plan.share;
  const deepest = <usize>(span * plan.block) * size;
  const itemBytes = <usize>(plan.channels * plan.depth * plan.height * plan.width) * size;
  const imageBytes = plan.bytes ? <usize>plan.bytes : itemBytes * <usize>plan.groups;
  const packedA = scratch + <usize>(plan.bytes * span);
  const packedB = packedA + <usize>(rows + 3) * deepest;
  const edge = packedB + <usize>chunk * deepest;
  if (plan.bytes) memory.fill(scratch, 0, plan.bytes * span);
  for (let g = group; g < group + groups; ++g) {
    const c = dW + <usize>((g * plan.m + row) * n + column) * size;
    for (let i = 0; i < plan.images; i += span) {
      const count = min(plan.images - i, span);
      const item = i * plan.groups + g;
      let source = image + <usize>item * itemBytes;
      if (plan.bytes) {
        for (let s = 0; s < count; ++s) {
          copyImage<T>(scratch + <usize>s * imageBytes, source + <usize>(s * plan.groups) * itemBytes, plan);
        }
        source = scratch;
      }
      for (let p = 0; p < k; p += plan.block) {
        const steps = min(k - p, plan.block);
        const unitBytes = <usize>(count * steps) * size;
        for (let q = 0, height = 0; q < rows; q += height) {
          height = tileHeight(rows - q);
          const lanes = min(rows - q, height);
          for (let s = 0; s < count; ++s) {
            const panel = packedA + <usize>q * unitBytes + <usize>(s * steps * height) * size;
            const from = dY + <usize>(((item + s * plan.groups) * plan.m + row + q) * k + p) * size;
            if (lanes < height) packEdge<T>(panel, from, lanes, height, steps, <usize>k * size, size);
            else packPanels<T>(panel, from, 1, height, steps, <usize>k * size, size);
          }
        }
        for (let j = 0; j < columns; j += chunk) {
          const some = min(columns - j, chunk);
          for (let q = 0; q < some; q += NR) {
            const lane = tap + <usize>(column + j + q) * 4;
            for (let s = 0; s < count; ++s) {
              const panel = packedB + <usize>q * unitBytes + <usize>(s * steps * 32);
              const from = source + <usize>s * imageBytes;
              packColumns<T>(panel, from, lane, min(some - q, NR), position + <usize>p * 4, steps);
            }
          }
          const out = c + <usize>j * size;
          const cRow = <usize>n * size;
          const from = i + p > 0 ? out : 0;
          sweep<T>(
            out, cRow, from, from ? cRow : 0, packedA, unitBytes, 0, 0, packedA, packedB, unitBytes, 32, packedB,
            rows, some, count * steps, edge,
          );
        }
      }
    }
  }
}

/**
 * Rows row … row + rows and columns column … column + columns of dW for some of the groups. Columns are ordered by tap, then
 * by channel.
 * @shape dY [N, groups·m, k], image [N, groups·channels, D, H, W] → dW [groups, m, n]
 */
export function convWeight_f32(
  dW: usize, dY: usize, image: usize, plan: usize,
  group: i32, groups: i32, row: i32, rows: i32, column: i32, columns: i32, scratch: usize,
): void {
  convWeight<f32>(dW, dY, image, plan, group, groups, row, rows, column, columns, scratch);
}

/** convWeight_f32 in double precision. */
export function convWeight_f64(
  dW: usize, dY: usize, image: usize, plan: usize,
  group: i32, groups: i32, row: i32, rows: i32, column: i32, columns: i32, scratch: usize,
): void {
  convWeight<f64>(dW, dY, image, plan, group, groups, row, rows, column, columns, scratch);
}

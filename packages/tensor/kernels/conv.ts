// Convolution as a product of matrices: the weights times the matrix of columns, whose element (tap, position) is the
// element of the image under that tap. It is never written down: panels of it are packed straight from the image and
// consumed by the tiles of gemm. Blocking after Chetlur et al., cuDNN, arXiv:1410.0759; the offsets after Dukhan, The
// Indirect Convolution Algorithm, arXiv:1907.02129.
//
// Order of summation as in gemm.ts, except that the blocks of k are as even as may be: a last block of few summands
// would cost as much as a long one.
//
// The gradient by the image is the same product: of the turned weights, with dY as the image (one for each phase of the
// stride). Transposed convolution is that gradient. The gradient by the weights is conv-weight.ts.

import { copyImage } from './conv-image';
import { adjacent, packColumns } from './conv-pack';
import { Plan, planBytes } from './conv-plan';
import { copyEdge, sweep } from './gemm';
import { packEdge, packPanels } from './gemm-pack';
import { madd, tileColumns, tileHeight } from './gemm-tile';

/** Rows of a packed weight matrix: the last panel may be that much too high. */
// @ts-ignore: decorator
@inline
export function paddedRows(m: i32): i32 {
  return m + 3;
}

/**
 * Packs the weights of all groups once for all images: block after block of summands, in each the panels of the tiles.
 * Element (i, p) of a group lies at w + i·row + offset[p], or + p·step where the step is regular.
 */
function packWeights<T>(
  packed: usize, w: usize, offset: usize, step: i32, m: i32, k: i32, block: i32, row: i32, groups: i32, group: i32,
): void {
  for (let g = 0; g < groups; ++g, w += group) {
    for (let p = 0; p < k; p += block) {
      const depth = min(k - p, block);
      const panels = packed + <usize>((g * k + p) * paddedRows(m)) * sizeof<T>();
      for (let q = 0, height = 0; q < m; q += height) {
        height = tileHeight(m - q);
        let to = panels + <usize>(q * depth) * sizeof<T>();
        if (step) {
          const from = w + q * row + p * step;
          if (m - q < height) packEdge<T>(to, from, m - q, height, depth, row, step);
          else packPanels<T>(to, from, 1, height, depth, row, step);
          continue;
        }
        for (let s = 0; s < depth; ++s) {
          let from = w + q * row + load<i32>(offset + <usize>(p + s) * 4);
          for (let i = 0; i < height; ++i, to += sizeof<T>(), from += row) store<T>(to, q + i < m ? load<T>(from) : <T>0);
        }
      }
    }
  }
}

/** c ← from + Σ a·column over one block of k, for the two vectors at `image` + offset, or packed where there are none. */
// @ts-ignore: decorator
@inline
function chain<T>(c: usize, from: usize, a: usize, image: usize, step: usize, k: i32): void {
  let low = v128.splat<T>(<T>0), high = low;
  for (let p = 0; p < k; ++p, a += 4 * sizeof<T>()) {
    const at = step ? image + load<i32>(step + <usize>p * 4) : image + <usize>p * 32;
    const x = v128.load_splat<T>(a);
    low = madd<T>(x, v128.load(at), low);
    high = madd<T>(x, v128.load(at, 16), high);
  }
  if (from) {
    low = v128.add<T>(v128.load(from), low);
    high = v128.add<T>(v128.load(from, 16), high);
  }
  v128.store(c, low);
  v128.store(c, high, 16);
}

/** The same for four vectors side by side. */
// @ts-ignore: decorator
@inline
function chain2<T>(c: usize, from: usize, a: usize, image: usize, step: usize, k: i32): void {
  let s0 = v128.splat<T>(<T>0), s1 = s0, s2 = s0, s3 = s0;
  for (; k > 0; --k, a += 4 * sizeof<T>(), step += 4) {
    const at = image + load<i32>(step);
    const x = v128.load_splat<T>(a);
    s0 = madd<T>(x, v128.load(at), s0);
    s1 = madd<T>(x, v128.load(at, 16), s1);
    s2 = madd<T>(x, v128.load(at, 32), s2);
    s3 = madd<T>(x, v128.load(at, 48), s3);
  }
  if (from) {
    s0 = v128.add<T>(v128.load(from), s0);
    s1 = v128.add<T>(v128.load(from, 16), s1);
    s2 = v128.add<T>(v128.load(from, 32), s2);
    s3 = v128.add<T>(v128.load(from, 48), s3);
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
}

/** One block of k for fewer than four rows (a depthwise convolution has one): the image is read in place, row by row. */
function thin<T>(
  c: usize, cRow: usize, from: usize, a: usize, image: usize, step: usize, lane: usize,
  m: i32, n: i32, k: i32, panel: usize, edge: usize,
): void {
  const NR = tileColumns<T>();
  for (let j = 0, width = 0; j < n; j += width) {
    const at = lane + <usize>j * 4;
    const left = n - j;
    const wide = left >= 2 * NR && adjacent<T>(at, 2 * NR);
    const direct = wide || (left >= NR && adjacent<T>(at, NR));
    width = wide ? 2 * NR : min(left, NR);
    if (!direct) packColumns<T>(panel, image, at, width, step, k);
    const first = image + load<i32>(at);
    for (let i = 0; i < m; ++i) {
      const to = c + <usize>j * sizeof<T>() + <usize>i * cRow;
      const base = from ? to : 0;
      const row = a + <usize>i * sizeof<T>();
      if (wide) chain2<T>(to, base, row, first, step, k);
      else if (direct) chain<T>(to, base, row, first, step, k);
      else {
        chain<T>(edge, 0, row, panel, 0, k);
        copyEdge<T>(to, 0, base, 0, edge, 1, width);
      }
    }
  }
}

function conv<T>(
  out: usize, image: usize, packed: usize, at: usize, bias: usize, unit: i32, units: i32, scratch: usize,
): void {
  const plan = changetype<Plan>(at);
  const NR = tileColumns<T>();
  const size = sizeof<T>();
  const m = plan.m, n = plan.n, k = plan.k, chunk = plan.chunk;
  const summand = at + planBytes();
  const position = summand + <usize>k * 4;
  const target = position + <usize>n * 4;
  const chunks = (n + chunk - 1) / chunk;
  const itemBytes = <usize>(plan.channels * plan.depth * plan.height * plan.width) * size;
  const panels = scratch + plan.bytes;
  const edge = panels + <usize>(chunk * plan.block) * size;
  const block = edge + 6 * 32;
  if (plan.bytes) memory.fill(scratch, 0, plan.bytes);
  for (let last = -1, end = unit + units; unit < end; ++unit) {
    const item = unit / chunks;
    const group = item % plan.groups;
    const j = (unit % chunks) * chunk;
    const columns = min(n - j, chunk);
    let source = image + <usize>item * itemBytes;
    if (plan.bytes) {
      if (item != last) copyImage<T>(scratch, source, plan);
      source = scratch;
      last = item;
    }
    const result = out + <usize>item * <usize>(m * plan.plane) * size;
    const c = plan.scattered ? block : result + <usize>j * size;
    const cRow = <usize>(plan.scattered ? columns : plan.plane) * size;
    if (bias || k == 0) {
      for (let i = 0; i < m; ++i) {
        const value = bias ? load<T>(bias + <usize>(group * m + i) * size) : <T>0;
        const row = c + <usize>i * cRow;
        for (let s = 0; s < columns; ++s) store<T>(row + <usize>s * size, value);
      }
    }
    for (let p = 0; p < k; p += plan.block) {
      const depth = min(k - p, plan.block);
      const unitBytes = <usize>depth * size;
      const from = bias || p > 0 ? c : 0;
      const a = packed + <usize>((group * k + p) * paddedRows(m)) * size;
      const step = summand + <usize>p * 4;
      if (m < 4) {
        thin<T>(c, cRow, from, a, source, step, position + <usize>j * 4, m, columns, depth, panels, edge);
        continue;
      }
      for (let q = 0; q < columns; q += NR) {
        const lane = position + <usize>(j + q) * 4;
        packColumns<T>(panels + <usize>q * unitBytes, source, lane, min(columns - q, NR), step, depth);
      }
      sweep<T>(
        c, cRow, from, from ? cRow : 0, a, unitBytes, 0, 0, a, panels, unitBytes, 32, panels, m, columns, depth, edge,
      );
    }
    if (!plan.scattered) continue;
    for (let i = 0; i < m; ++i) {
      const row = result + <usize>(i * plan.plane) * size;
      const sums = c + <usize>i * cRow;
      for (let s = 0; s < columns; ++s) {
        store<T>(row + load<i32>(target + <usize>(j + s) * 4), load<T>(sums + <usize>s * size));
      }
    }
  }
}

/** Packs weights for conv_f32: element (i, p) of group g lies at w + g·group + i·row + offset[p], or p·step when not 0; in bytes. */
export function convPack_f32(
  packed: usize, w: usize, offset: usize, step: i32, m: i32, k: i32, block: i32, row: i32, groups: i32, group: i32,
): void {
  packWeights<f32>(packed, w, offset, step, m, k, block, row, groups, group);
}

/** convPack_f32 in double precision. */
export function convPack_f64(
  packed: usize, w: usize, offset: usize, step: i32, m: i32, k: i32, block: i32, row: i32, groups: i32, group: i32,
): void {
  packWeights<f64>(packed, w, offset, step, m, k, block, row, groups, group);
}

/**
 * Y = W·columns(X) (+ bias on every row): `units` of the chunks of columns of the groups of the images, which are counted
 * through in that order. Bits do not depend on how they are dealt out.
 * @shape image [N, groups·channels, D, H, W], packed weights [groups, m, k], bias [groups·m] → [N, groups·m, plane]
 */
export function conv_f32(
  out: usize, image: usize, packed: usize, plan: usize, bias: usize, unit: i32, units: i32, scratch: usize,
): void {
  conv<f32>(out, image, packed, plan, bias, unit, units, scratch);
}

/** conv_f32 in double precision. */
export function conv_f64(
  out: usize, image: usize, packed: usize, plan: usize, bias: usize, unit: i32, units: i32, scratch: usize,
): void {
  conv<f64>(out, image, packed, plan, bias, unit, units, scratch);
}

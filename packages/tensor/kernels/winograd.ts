// 3 × 3 convolutions with 4/9 of the multiplications: Winograd's F(2×2, 3×3), Lavin & Gray, arXiv:1509.09308. Every tile of
// 4 × 4 elements of the image gives 2 × 2 of the result: Y = Aᵀ·[(G·g·Gᵀ) ⊙ (Bᵀ·d·B)]·A. Summed over the channels, ⊙ is a
// matrix product for each of the 16 places of a tile, U[16, m, k]·V[16, k, P] for the P tiles of some rows of one image,
// which stay in the second-level cache. Four tiles side by side are transformed at once; the
// last four of a row may repeat some of those before.
//
// The gradient by the weights is the adjoint of the same formula: dg = Gᵀ·[(A·dY·Aᵀ) ⊙ (Bᵀ·d·B)]·G, summed over the tiles.
//
// Order of summation: channels as in gemm.ts; for weights tiles row by row, in the blocks that `Tiling` says. An element's
// bits depend on the sizes alone. Rounding is that of a dozen more additions per product: see the tests.

import { gemm_f32 } from './gemm';

/** Sizes of one convolution, written by src/engine/winograd.ts; all words are int32. */
// @ts-ignore: decorator
@unmanaged
export class Tiling {
  /** Channels of the image, and of the result. */
  channels: i32;
  outputs: i32;
  height: i32;
  width: i32;
  /** Zeros above and to the left. */
  top: i32;
  left: i32;
  resultHeight: i32;
  resultWidth: i32;
  /** Rows of tiles, and tiles in a row: at least four. */
  rows: i32;
  columns: i32;
  /** Rows of tiles that are worked on at a time. */
  share: i32;
}

/**
 * Elements from one place of a tile to the next: a cache line more than they need, since 16 addresses that differ by multiples of
 * 4096 bytes would compete for the same few lines of the first-level cache.
 */
// @ts-ignore: decorator
@inline
function apart(channels: i32, tiles: i32): i32 {
  return channels * tiles + 16;
}

/** Elements in a row of the copy of a channel: its tiles, two more, and what the last vector reads. */
// @ts-ignore: decorator
@inline
function planeWidth(t: Tiling): i32 {
  return 2 * t.columns + 8;
}

/** Bytes of the copy of one channel under `share` rows of tiles. */
// @ts-ignore: decorator
@inline
function planeBytes(t: Tiling): usize {
  return <usize>(planeWidth(t) * (2 * t.share + 2)) << 2;
}

// @ts-ignore: decorator
@inline
function even(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function odd(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 1, 3, 5, 7);
}

/** Copies rows of a channel from `first` on into the plane; rows outside the image become zeros, columns outside stay. */
function copyPlane(plane: usize, channel: usize, t: Tiling, first: i32, rows: i32, left: i32, height: i32, width: i32): void {
  const rowBytes = <usize>planeWidth(t) << 2;
  const bytes = <usize>width << 2;
  plane += <usize>left << 2;
  for (let i = first; i < first + rows; ++i, plane += rowBytes) {
    if (i >= 0 && i < height) memory.copy(plane, channel + <usize>i * bytes, bytes);
    else memory.fill(plane, 0, bytes);
  }
}

/** V = Bᵀ·d·B for all channels and `rows` rows of tiles from `first` on. @shape V [16, channels, rows·columns] */
function transformImage(v: usize, image: usize, t: Tiling, first: i32, rows: i32, plane: usize): void {
  const rowBytes = <usize>planeWidth(t) << 2;
  const tiles = rows * t.columns;
  const place = <usize>apart(t.channels, tiles) << 2;
  memory.fill(plane, 0, planeBytes(t));
  for (let c = 0; c < t.channels; ++c, image += <usize>(t.height * t.width) << 2) {
    copyPlane(plane, image, t, 2 * first - t.top, 2 * rows + 2, t.left, t.height, t.width);
    for (let r = 0; r < rows; ++r) {
      const line = plane + <usize>(2 * r) * rowBytes;
      for (let q = 0; q < t.columns; q += 4) {
        const tile = min(q, t.columns - 4);
        const at = line + (<usize>tile << 3);
        const out = v + (<usize>tile << 2);
        const a0 = d0(at), a1 = d1(at), a2 = d2(at), a3 = d3(at);
        let row = at + 2 * rowBytes;
        const c0 = d0(row), c1 = d1(row), c2 = d2(row), c3 = d3(row);
        v128.store(out, f32x4.sub(a0, c0));
        v128.store(out + place, f32x4.sub(a1, c1));
        v128.store(out + 2 * place, f32x4.sub(a2, c2));
        v128.store(out + 3 * place, f32x4.sub(a3, c3));
        row = at + rowBytes;
        const b0 = d0(row), b1 = d1(row), b2 = d2(row), b3 = d3(row);
        let to = out + 4 * place;
        v128.store(to, f32x4.add(b0, c0));
        v128.store(to + place, f32x4.add(b1, c1));
        v128.store(to + 2 * place, f32x4.add(b2, c2));
        v128.store(to + 3 * place, f32x4.add(b3, c3));
        to += 4 * place;
        v128.store(to, f32x4.sub(c0, b0));
        v128.store(to + place, f32x4.sub(c1, b1));
        v128.store(to + 2 * place, f32x4.sub(c2, b2));
        v128.store(to + 3 * place, f32x4.sub(c3, b3));
        row = at + 3 * rowBytes;
        to += 4 * place;
        v128.store(to, f32x4.sub(b0, d0(row)));
        v128.store(to + place, f32x4.sub(b1, d1(row)));
        v128.store(to + 2 * place, f32x4.sub(b2, d2(row)));
        v128.store(to + 3 * place, f32x4.sub(b3, d3(row)));
      }
      v += <usize>t.columns << 2;
    }
  }
}

// The four columns of d·B for four tiles, whose elements are 2 apart: x₀ − x₂, x₁ + x₂, x₂ − x₁, x₁ − x₃.

// @ts-ignore: decorator
@inline
function d0(row: usize): v128 {
  return f32x4.sub(even(v128.load(row), v128.load(row, 16)), even(v128.load(row, 8), v128.load(row, 24)));
}

// @ts-ignore: decorator
@inline
function d1(row: usize): v128 {
  return f32x4.add(odd(v128.load(row), v128.load(row, 16)), even(v128.load(row, 8), v128.load(row, 24)));
}

// @ts-ignore: decorator
@inline
function d2(row: usize): v128 {
  return f32x4.sub(even(v128.load(row, 8), v128.load(row, 24)), odd(v128.load(row), v128.load(row, 16)));
}

// @ts-ignore: decorator
@inline
function d3(row: usize): v128 {
  return f32x4.sub(odd(v128.load(row), v128.load(row, 16)), odd(v128.load(row, 8), v128.load(row, 24)));
}

/** Writes eight elements of a row of the result, of which `count` exist. */
// @ts-ignore: decorator
@inline
function storeRow(to: usize, left: v128, right: v128, count: i32, edge: usize): void {
  const low = v128.shuffle<f32>(left, right, 0, 4, 1, 5);
  const high = v128.shuffle<f32>(left, right, 2, 6, 3, 7);
  if (count >= 8) {
    v128.store(to, low);
    v128.store(to, high, 16);
  } else {
    v128.store(edge, low);
    v128.store(edge, high, 16);
    memory.copy(to, edge, <usize>count << 2);
  }
}

/** Y = Aᵀ·M·A + bias, the tiles from row `first` on. @shape M [16, outputs, rows·columns] */
function transformResult(result: usize, m: usize, bias: usize, t: Tiling, first: i32, rows: i32, edge: usize): void {
  const tiles = rows * t.columns;
  const place = <usize>apart(t.outputs, tiles) << 2;
  const rowBytes = <usize>t.resultWidth << 2;
  for (let o = 0; o < t.outputs; ++o, result += <usize>t.resultHeight * rowBytes) {
    const start = bias ? v128.load32_splat(bias + (<usize>o << 2)) : f32x4.splat(0);
    for (let r = 0; r < rows; ++r) {
      const y = 2 * (first + r);
      const to = result + <usize>y * rowBytes;
      const both = y + 1 < t.resultHeight;
      for (let q = 0; q < t.columns; q += 4) {
        const tile = min(q, t.columns - 4);
        const count = t.resultWidth - 2 * tile;
        const from = m + (<usize>tile << 2);
        const s0 = upper(from, place), s1 = upper(from + place, place);
        const s2 = upper(from + 2 * place, place), s3 = upper(from + 3 * place, place);
        const at = to + (<usize>tile << 3);
        const left = f32x4.add(start, f32x4.add(f32x4.add(s0, s1), s2));
        storeRow(at, left, f32x4.add(start, f32x4.sub(f32x4.sub(s1, s2), s3)), count, edge);
        if (!both) continue;
        const l0 = lower(from, place), l1 = lower(from + place, place);
        const l2 = lower(from + 2 * place, place), l3 = lower(from + 3 * place, place);
        const below = f32x4.add(start, f32x4.add(f32x4.add(l0, l1), l2));
        storeRow(at + rowBytes, below, f32x4.add(start, f32x4.sub(f32x4.sub(l1, l2), l3)), count, edge);
      }
      m += <usize>t.columns << 2;
    }
  }
}

/** First row of Aᵀ·M, one column: m₀ + m₁ + m₂. Rows of a tile are four places apart. */
// @ts-ignore: decorator
@inline
function upper(m: usize, place: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(m), v128.load(m + 4 * place)), v128.load(m + 8 * place));
}

/** Second row: m₁ − m₂ − m₃. */
// @ts-ignore: decorator
@inline
function lower(m: usize, place: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(m + 4 * place), v128.load(m + 8 * place)), v128.load(m + 12 * place));
}

/** Z = A·dY·Aᵀ for all channels of the result and `rows` rows of tiles. @shape Z [16, outputs, rows·columns] */
function transformGradient(z: usize, dY: usize, t: Tiling, first: i32, rows: i32, plane: usize): void {
  const rowBytes = <usize>planeWidth(t) << 2;
  const tiles = rows * t.columns;
  const place = <usize>apart(t.outputs, tiles) << 2;
  memory.fill(plane, 0, planeBytes(t));
  for (let o = 0; o < t.outputs; ++o, dY += <usize>(t.resultHeight * t.resultWidth) << 2) {
    copyPlane(plane, dY, t, 2 * first, 2 * rows, 0, t.resultHeight, t.resultWidth);
    for (let r = 0; r < rows; ++r) {
      const line = plane + <usize>(2 * r) * rowBytes;
      for (let q = 0; q < t.columns; q += 4) {
        const tile = min(q, t.columns - 4);
        const at = line + (<usize>tile << 3);
        const out = z + (<usize>tile << 2);
        const l0 = even(v128.load(at), v128.load(at, 16)), r0 = odd(v128.load(at), v128.load(at, 16));
        const below = at + rowBytes;
        const l1 = even(v128.load(below), v128.load(below, 16)), r1 = odd(v128.load(below), v128.load(below, 16));
        spread(out, place, l0, r0);
        spread(out + 4 * place, place, f32x4.add(l0, l1), f32x4.add(r0, r1));
        spread(out + 8 * place, place, f32x4.sub(l0, l1), f32x4.sub(r0, r1));
        spread(out + 12 * place, place, f32x4.neg(l1), f32x4.neg(r1));
      }
      z += <usize>t.columns << 2;
    }
  }
}

/** One row of ·Aᵀ: l, l + r, l − r, −r. */
// @ts-ignore: decorator
@inline
function spread(z: usize, place: usize, l: v128, r: v128): void {
  v128.store(z, l);
  v128.store(z + place, f32x4.add(l, r));
  v128.store(z + 2 * place, f32x4.sub(l, r));
  v128.store(z + 3 * place, f32x4.neg(r));
}

/**
 * U = G·g·Gᵀ. The weights of row i and column j, nine neighbours, lie at w + i·row + j·column (elements); turned by 180° for the
 * gradient by the image.
 * @shape U [16, m, k]
 */
export function winogradWeights_f32(u: usize, w: usize, m: i32, k: i32, row: i32, column: i32, turned: i32): void {
  const place = <usize>(m * k) << 2;
  const step: i32 = turned ? -4 : 4;
  for (let i = 0; i < m; ++i) {
    for (let j = 0; j < k; ++j, u += 4) {
      let g = w + (<usize>(i * row + j * column) << 2);
      if (turned) g += 32;
      for (let line = 0; line < 4; ++line) {
        // A row of G·g, then each of its elements times Gᵀ.
        const a = weightLine(g, step, line), b = weightLine(g + step, step, line), c = weightLine(g + 2 * step, step, line);
        const to = u + <usize>(4 * line) * place;
        store<f32>(to, a);
        store<f32>(to + place, <f32>0.5 * (a + b + c));
        store<f32>(to + 2 * place, <f32>0.5 * (a - b + c));
        store<f32>(to + 3 * place, c);
      }
    }
  }
}

/** Row `line` of G times a column of g. */
// @ts-ignore: decorator
@inline
function weightLine(g: usize, step: i32, line: i32): f32 {
  const a = load<f32>(g), b = load<f32>(g + 3 * step), c = load<f32>(g + 6 * step);
  if (line == 0) return a;
  if (line == 1) return <f32>0.5 * (a + b + c);
  if (line == 2) return <f32>0.5 * (a - b + c);
  return c;
}

/** Bytes of scratch besides that of the matrix product. */
// @ts-ignore: decorator
@inline
function tileBytes(t: Tiling): usize {
  return <usize>(16 * (apart(t.channels, t.share * t.columns) + apart(t.outputs, t.share * t.columns))) << 2;
}

/**
 * Y = w ∗ X (+ bias): `units` of the shares of rows of tiles of the images, counted through in that order.
 * @shape image [N, channels, height, width], U [16, outputs, channels] → [N, outputs, resultHeight, resultWidth]
 */
export function winograd_f32(
  out: usize, image: usize, u: usize, bias: usize, tiling: usize, unit: i32, units: i32, scratch: usize,
): void {
  const t = changetype<Tiling>(tiling);
  const shares = (t.rows + t.share - 1) / t.share;
  const v = scratch;
  const m = v + (<usize>(16 * apart(t.channels, t.share * t.columns)) << 2);
  const plane = scratch + tileBytes(t);
  const work = plane + ((planeBytes(t) + 63) & ~63);
  for (const end = unit + units; unit < end; ++unit) {
    const item = unit / shares;
    const first = (unit % shares) * t.share;
    const rows = min(t.share, t.rows - first);
    const tiles = rows * t.columns;
    const k = t.channels, n = t.outputs;
    transformImage(v, image + (<usize>(item * k * t.height * t.width) << 2), t, first, rows, plane);
    gemm_f32(
      m, u, v, n, tiles, k, k, 1, tiles, 1, tiles, 16, n * k, apart(k, tiles), apart(n, tiles), work, 0, 0,
    );
    transformResult(
      out + (<usize>(item * n * t.resultHeight * t.resultWidth) << 2), m, bias, t, first, rows, plane,
    );
  }
}

/**
 * The 16 matrices of the gradient by the weights, summed over the images of each of `units` blocks of `span` images (of `images`
 * in all); overwritten.
 * @shape dY [N, outputs, resultHeight, resultWidth], image [N, channels, height, width] → dU [blocks, 16, outputs, channels]
 */
export function winogradGradient_f32(
  dU: usize, dY: usize, image: usize, tiling: usize, images: i32, span: i32, unit: i32, units: i32, scratch: usize,
): void {
  const t = changetype<Tiling>(tiling);
  const k = t.channels, n = t.outputs;
  const v = scratch;
  const z = v + (<usize>(16 * apart(k, t.share * t.columns)) << 2);
  const plane = scratch + tileBytes(t);
  const work = plane + ((planeBytes(t) + 63) & ~63);
  const blockBytes = <usize>(16 * n * k) << 2;
  for (const end = unit + units; unit < end; ++unit) {
    const sum = dU + <usize>unit * blockBytes;
    memory.fill(sum, 0, blockBytes);
    for (let item = unit * span; item < min(images, (unit + 1) * span); ++item) {
      const x = image + (<usize>(item * k * t.height * t.width) << 2);
      const y = dY + (<usize>(item * n * t.resultHeight * t.resultWidth) << 2);
      for (let first = 0; first < t.rows; first += t.share) {
        const rows = min(t.share, t.rows - first);
        const tiles = rows * t.columns;
        transformImage(v, x, t, first, rows, plane);
        transformGradient(z, y, t, first, rows, plane);
        gemm_f32(
          sum, z, v, n, k, tiles, tiles, 1, 1, tiles, k, 16, apart(n, tiles), apart(k, tiles), n * k, work, 1, 0,
        );
      }
    }
  }
}

/** dW = Gᵀ·ΣdU·G, the blocks added in order, into the first. @shape dU [blocks, 16, size] → dW [size, 3, 3] */
export function winogradGradientWeights_f32(dW: usize, dU: usize, blocks: i32, size: i32): void {
  const place = <usize>size << 2;
  for (let block = dU + 16 * place; blocks > 1; --blocks, block += 16 * place) {
    for (let i: usize = 0; i < 16 * place; i += 16) {
      v128.store(dU + i, f32x4.add(v128.load(dU + i), v128.load(block + i)));
    }
  }
  for (let i = 0; i < size; ++i, dU += 4, dW += 36) {
    for (let line = 0; line < 3; ++line) {
      // A row of Gᵀ·dU: four elements, then times G.
      const a = gradientLine(dU, place, line), b = gradientLine(dU + place, place, line);
      const c = gradientLine(dU + 2 * place, place, line), d = gradientLine(dU + 3 * place, place, line);
      const to = dW + <usize>(12 * line);
      store<f32>(to, a + <f32>0.5 * (b + c));
      store<f32>(to, <f32>0.5 * (b - c), 4);
      store<f32>(to, <f32>0.5 * (b + c) + d, 8);
    }
  }
}

/** Row `line` of Gᵀ times a column of dU. */
// @ts-ignore: decorator
@inline
function gradientLine(dU: usize, place: usize, line: i32): f32 {
  const b = load<f32>(dU + 4 * place), c = load<f32>(dU + 8 * place);
  if (line == 0) return load<f32>(dU) + <f32>0.5 * (b + c);
  if (line == 1) return <f32>0.5 * (b - c);
  return <f32>0.5 * (b + c) + load<f32>(dU + 12 * place);
}

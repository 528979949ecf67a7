// Packing: any strided slice of an operand becomes panels the tile reads front to back, dst[k][lane], and past the
// operand's edge zeros. Strides are in bytes. Where k is adjacent (or every second element along k is taken, in
// float32) small blocks are transposed in registers. Otherwise steps are gathered one after the other; if the lanes lie
// closer than the steps, several panels take a step each before any takes its next, so that what they read is one run
// of memory, not a piece of a cache line out of every row.

/** Panels whose steps are packed side by side: 128 columns of B in float32, all rows of A. */
const GROUP: i32 = 16;

/** Every second of 7 floats; reads no further. */
// @ts-ignore: decorator
@inline
function even4(src: usize): v128 {
  return v128.shuffle<f32>(v128.load(src), v128.load(src, 12), 0, 2, 5, 7);
}

/** Copies one packed step of `bytes` bytes (a multiple of 8). */
// @ts-ignore: decorator
@inline
function copyStep(dst: usize, src: usize, bytes: usize): void {
  v128.store(dst, v128.load(src));
  if (bytes >= 32) v128.store(dst, v128.load(src, 16), 16);
  if (bytes >= 48) v128.store(dst, v128.load(src, 32), 32);
  if (bytes % 16) store<u64>(dst + (bytes & ~15), load<u64>(src + (bytes & ~15)));
}

/** The same from every second float. */
// @ts-ignore: decorator
@inline
function copyEvenStep(dst: usize, src: usize, bytes: usize): void {
  v128.store(dst, even4(src));
  if (bytes == 32) v128.store(dst, even4(src + 32), 16);
  if (bytes == 24) {
    const last = v128.load(src, 28);
    v128.store_lane<u64>(dst, v128.shuffle<f32>(last, last, 1, 3, 1, 3), 0, 16);
  }
}

/** The same from lanes `lane` bytes apart. */
// @ts-ignore: decorator
@inline
function gatherStep<T>(dst: usize, src: usize, bytes: usize, lane: usize): void {
  for (const end = dst + (bytes & ~15); dst < end; dst += 16) {
    let x = v128.load_lane<T>(src + lane, v128.load_splat<T>(src), 1);
    src += 2 * lane;
    if (sizeof<T>() == 4) {
      x = v128.load_lane<T>(src + lane, v128.load_lane<T>(src, x, 2), 3);
      src += 2 * lane;
    }
    v128.store(dst, x);
  }
  if (bytes % 16) {
    store<T>(dst, load<T>(src));
    store<T>(dst + sizeof<T>(), load<T>(src + lane));
  }
}

/**
 * Transposes 4 floats, or with `apart` every second of 7, of each of 4 lanes into dst[0..3][lane], steps `step` bytes
 * apart.
 */
// @ts-ignore: decorator
@inline
function transpose4(dst: usize, step: usize, src: usize, lane: usize, apart: bool): void {
  const x0 = apart ? even4(src) : v128.load(src);
  const x1 = apart ? even4(src + lane) : v128.load(src + lane);
  const x2 = apart ? even4(src + 2 * lane) : v128.load(src + 2 * lane);
  const x3 = apart ? even4(src + 3 * lane) : v128.load(src + 3 * lane);
  const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
  v128.store(dst, v128.shuffle<f64>(low01, low23, 0, 2));
  v128.store(dst + step, v128.shuffle<f64>(low01, low23, 1, 3));
  v128.store(dst + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
  v128.store(dst + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
}

/** The same for 2 lanes of 4 floats. */
// @ts-ignore: decorator
@inline
function transpose2x4(dst: usize, step: usize, src: usize, lane: usize, apart: bool): void {
  const x0 = apart ? even4(src) : v128.load(src);
  const x1 = apart ? even4(src + lane) : v128.load(src + lane);
  const low = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
  const high = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
  v128.store_lane<u64>(dst, low, 0);
  v128.store_lane<u64>(dst + step, low, 1);
  v128.store_lane<u64>(dst + 2 * step, high, 0);
  v128.store_lane<u64>(dst + 3 * step, high, 1);
}

/** Transposes 2 doubles of each of 2 lanes. */
// @ts-ignore: decorator
@inline
function transpose2(dst: usize, step: usize, src: usize, lane: usize): void {
  const x0 = v128.load(src);
  const x1 = v128.load(src + lane);
  v128.store(dst, v128.shuffle<f64>(x0, x1, 0, 2));
  v128.store(dst + step, v128.shuffle<f64>(x0, x1, 1, 3));
}

/** One whole panel; along k the operand is adjacent, or with `apart` every second float of it. */
// @ts-ignore: decorator
@inline
function transposePanel<T>(dst: usize, src: usize, width: i32, k: i32, lane: usize, apart: bool): void {
  const step = <usize>width * sizeof<T>();
  const block = 16 / <i32>sizeof<T>();
  for (; k >= block; k -= block) {
    if (sizeof<T>() == 4) {
      transpose4(dst, step, src, lane, apart);
      if (width == 8) transpose4(dst + 16, step, src + 4 * lane, lane, apart);
      if (width == 6) transpose2x4(dst + 16, step, src + 4 * lane, lane, apart);
    } else {
      transpose2(dst, step, src, lane);
      transpose2(dst + 16, step, src + 2 * lane, lane);
      if (width == 6) transpose2(dst + 32, step, src + 4 * lane, lane);
    }
    dst += <usize>block * step;
    src += apart ? 32 : 16;
  }
  for (; k > 0; --k) {
    gatherStep<T>(dst, src, step, lane);
    dst += step;
    src += apart ? 2 * sizeof<T>() : sizeof<T>();
  }
}

/** Whole panels step by step; `lane` is a constant where lanes are adjacent. */
// @ts-ignore: decorator
@inline
function gatherPanels<T>(dst: usize, src: usize, panels: i32, width: i32, k: i32, lane: usize, kStep: usize): void {
  const step = <usize>width * sizeof<T>();
  const panel = <usize>k * step;
  const most = lane < kStep ? GROUP : 1;
  for (; panels > 0; panels -= most) {
    const group = min(panels, most);
    let row = src;
    let out = dst;
    for (let p = 0; p < k; ++p) {
      let at = row;
      let to = out;
      for (let g = 0; g < group; ++g) {
        if (lane == sizeof<T>()) copyStep(to, at, step);
        else if (sizeof<T>() == 4 && lane == 8) copyEvenStep(to, at, step);
        else gatherStep<T>(to, at, step, lane);
        at += <usize>width * lane;
        to += panel;
      }
      row += kStep;
      out += step;
    }
    src += <usize>(most * width) * lane;
    dst += <usize>most * panel;
  }
}

/** Chooses how by the strides; `width` is a constant. */
// @ts-ignore: decorator
@inline
function packWidth<T>(dst: usize, src: usize, panels: i32, width: i32, k: i32, lane: usize, kStep: usize): void {
  const adjacent = kStep == sizeof<T>();
  if (lane != sizeof<T>() && (adjacent || (sizeof<T>() == 4 && kStep == 8))) {
    for (; panels > 0; --panels) {
      if (sizeof<T>() == 8 || adjacent) transposePanel<T>(dst, src, width, k, lane, false);
      else transposePanel<T>(dst, src, width, k, lane, true);
      src += <usize>width * lane;
      dst += <usize>(width * k) * sizeof<T>();
    }
  } else if (lane == sizeof<T>()) {
    gatherPanels<T>(dst, src, panels, width, k, sizeof<T>(), kStep);
  } else {
    gatherPanels<T>(dst, src, panels, width, k, lane, kStep);
  }
}

/** Packs `panels` whole panels of `width` lanes and k steps: lane i of step p is at src + i·lane + p·kStep. */
export function packPanels<T>(dst: usize, src: usize, panels: i32, width: i32, k: i32, lane: usize, kStep: usize): void {
  if (sizeof<T>() == 4 && width == 8) packWidth<T>(dst, src, panels, 8, k, lane, kStep);
  else if (ASC_FEATURE_RELAXED_SIMD && width == 6) packWidth<T>(dst, src, panels, 6, k, lane, kStep);
  else packWidth<T>(dst, src, panels, 4, k, lane, kStep);
}

/** Packs the panel at the edge, of which only `lanes` < `width` exist. */
export function packEdge<T>(dst: usize, src: usize, lanes: i32, width: i32, k: i32, lane: usize, kStep: usize): void {
  for (; k > 0; --k) {
    for (let i = 0; i < width; ++i) {
      store<T>(dst, i < lanes ? load<T>(src + <usize>i * lane) : <T>0);
      dst += sizeof<T>();
    }
    src += kStep;
  }
}

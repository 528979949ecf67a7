// Packing: any strided slice of an operand becomes a panel the tile reads front to back, dst[k][lane] with the lanes
// past the operand's edge set to zero. Only the unit stride decides how: along the lanes it is a copy, along k a
// transpose of small blocks in registers, otherwise (and at edges) element by element. Strides are in bytes.

/** Copies one packed step of `bytes` bytes (a multiple of 8). */
// @ts-ignore: decorator
@inline
function copyStep(dst: usize, src: usize, bytes: usize): void {
  v128.store(dst, v128.load(src));
  if (bytes >= 32) v128.store(dst, v128.load(src, 16), 16);
  if (bytes >= 48) v128.store(dst, v128.load(src, 32), 32);
  if (bytes % 16) store<u64>(dst + (bytes & ~15), load<u64>(src + (bytes & ~15)));
}

/** Transposes 4 floats of each of 4 lanes into dst[0..3][lane], steps `step` bytes apart. */
// @ts-ignore: decorator
@inline
function transpose4(dst: usize, step: usize, src: usize, lane: usize): void {
  const x0 = v128.load(src);
  const x1 = v128.load(src + lane);
  const x2 = v128.load(src + 2 * lane);
  const x3 = v128.load(src + 3 * lane);
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
function transpose2x4(dst: usize, step: usize, src: usize, lane: usize): void {
  const x0 = v128.load(src);
  const x1 = v128.load(src + lane);
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

/** One full panel whose operand is contiguous along k; `width`, an even number, is a constant at every call. */
// @ts-ignore: decorator
@inline
function transposePanel<T>(dst: usize, src: usize, width: i32, k: i32, lane: usize): void {
  const step = <usize>width * sizeof<T>();
  const block = 16 / <i32>sizeof<T>();
  for (; k >= block; k -= block) {
    if (sizeof<T>() == 4) {
      transpose4(dst, step, src, lane);
      if (width == 8) transpose4(dst + 16, step, src + 4 * lane, lane);
      if (width == 6) transpose2x4(dst + 16, step, src + 4 * lane, lane);
    } else {
      transpose2(dst, step, src, lane);
      transpose2(dst + 16, step, src + 2 * lane, lane);
      if (width == 6) transpose2(dst + 32, step, src + 4 * lane, lane);
    }
    dst += <usize>block * step;
    src += 16;
  }
  for (; k > 0; --k) {
    for (let i = 0; i < width; ++i) store<T>(dst + (<usize>i * sizeof<T>()), load<T>(src + <usize>i * lane));
    dst += step;
    src += sizeof<T>();
  }
}

/** Packs k steps of `lanes` ≤ `width`; lane i of step p is at src + i·lane + p·kStep. `width` is a constant. */
// @ts-ignore: decorator
@inline
export function packPanel<T>(dst: usize, src: usize, lanes: i32, width: i32, k: i32, lane: usize, kStep: usize): void {
  const step = <usize>width * sizeof<T>();
  if (lanes == width && lane == sizeof<T>()) {
    for (; k > 0; --k) {
      copyStep(dst, src, step);
      dst += step;
      src += kStep;
    }
  } else if (lanes == width && kStep == sizeof<T>()) {
    transposePanel<T>(dst, src, width, k, lane);
  } else {
    for (; k > 0; --k) {
      let i = 0;
      for (; i < lanes; ++i) store<T>(dst + (<usize>i * sizeof<T>()), load<T>(src + <usize>i * lane));
      for (; i < width; ++i) store<T>(dst + (<usize>i * sizeof<T>()), <T>0);
      dst += step;
      src += kStep;
    }
  }
}

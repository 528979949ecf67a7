// Packing for convolutions. Element (p, i) of the matrix of columns lies at image + step[p] + lane[i]: which tap of
// which channel, and which position. Both lists are int32 byte offsets, the lanes ascending, so no index is computed
// and no border tested here: the image has its border of zeros by then.

import { tileColumns } from './gemm-tile';

/** Whether `count` lanes are neighbours. */
// @ts-ignore: decorator
@inline
export function adjacent<T>(lane: usize, count: i32): bool {
  return load<i32>(lane + <usize>(count - 1) * 4) - load<i32>(lane) == (count - 1) * <i32>sizeof<T>();
}

/** Bit i: lane i of a vector is i elements from the first of them. Any other must be as far from the last. */
function fromFirst<T>(lane: usize): i32 {
  const count = 16 / <i32>sizeof<T>();
  const first = load<i32>(lane);
  const last = load<i32>(lane + <usize>(count - 1) * 4);
  let bits = 0;
  for (let i = 0; i < count; ++i) {
    const at = load<i32>(lane + <usize>i * 4);
    if (at - first == i * <i32>sizeof<T>()) bits |= 1 << i;
    else if (last - at != (count - 1 - i) * <i32>sizeof<T>()) return -1;
  }
  return bits;
}

/** All ones in the lanes whose bit is set. */
function laneMask<T>(bits: i32): v128 {
  const flags = i32x4(1, 2, 4, 8);
  if (sizeof<T>() == 8) return i64x2.ne(v128.and(i64x2.splat(bits), i64x2(1, 2)), i64x2.splat(0));
  return i32x4.eq(v128.and(i32x4.splat(bits), flags), flags);
}

/** Packs `steps` steps of `lanes` ≤ NR lanes, dst[p][i]; lanes past the edge are zero. */
export function packColumns<T>(dst: usize, image: usize, lane: usize, lanes: i32, step: usize, steps: i32): void {
  const NR = tileColumns<T>();
  const half = 16 / <i32>sizeof<T>();
  if (lanes == NR) {
    const first = image + load<i32>(lane);
    if (adjacent<T>(lane, NR)) {
      for (; steps > 0; --steps, step += 4, dst += 32) {
        const at = first + load<i32>(step);
        v128.store(dst, v128.load(at));
        v128.store(dst, v128.load(at, 16), 16);
      }
      return;
    }
    // Each vector straddles at most two rows: it is put together from one that begins in the first and one that ends in
    // the second.
    const lowBits = fromFirst<T>(lane);
    const highBits = fromFirst<T>(lane + <usize>half * 4);
    if (lowBits >= 0 && highBits >= 0) {
      const low = laneMask<T>(lowBits);
      const high = laneMask<T>(highBits);
      const b = image + load<i32>(lane + <usize>(half - 1) * 4) - 16 + sizeof<T>();
      const c = image + load<i32>(lane + <usize>half * 4);
      const d = image + load<i32>(lane + <usize>(NR - 1) * 4) - 16 + sizeof<T>();
      for (; steps > 0; --steps, step += 4, dst += 32) {
        const at = load<i32>(step);
        v128.store(dst, v128.bitselect(v128.load(first + at), v128.load(b + at), low));
        v128.store(dst, v128.bitselect(v128.load(c + at), v128.load(d + at), high), 16);
      }
      return;
    }
  }
  for (; steps > 0; --steps, step += 4, dst += 32) {
    const at = image + load<i32>(step);
    let i = 0;
    for (; i < lanes; ++i) store<T>(dst + <usize>i * sizeof<T>(), load<T>(at + load<i32>(lane + <usize>i * 4)));
    for (; i < NR; ++i) store<T>(dst + <usize>i * sizeof<T>(), <T>0);
  }
}

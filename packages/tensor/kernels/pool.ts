// Pooling: every output sees a window of its plane, given axis by axis by a list of first and behind-the-last index, with
// the border already cut off. One set of kernels serves pooling with any stride and dilation, ceiling mode and adaptive
// pooling. Windows are walked in row-major order.

// @ts-ignore: decorator
@unmanaged
class Windows {
  /** Planes of the input, and of the output. */
  depth: i32;
  height: i32;
  width: i32;
  outDepth: i32;
  outHeight: i32;
  outWidth: i32;
  /** Distances between the elements of a window. */
  stepDepth: i32;
  stepHeight: i32;
  stepWidth: i32;
  /** 1: windows of 2 × 2, side by side, on one slice. */
  pairs: i32;
  // Behind these: first and end of each output along each axis, and what its average is divided by, as float64.
}

// @ts-ignore: decorator
@inline
function first(list: usize, i: i32): i32 {
  return load<i32>(list + (<usize>i << 3));
}

// @ts-ignore: decorator
@inline
function end(list: usize, i: i32): i32 {
  return load<i32>(list + (<usize>i << 3), 4);
}

/**
 * Largest element of each window and its place in the plane. NaN beats everything, the last NaN the others; of equals the
 * first is taken, as in torch.
 */
function maxPool<T>(out: usize, index: usize, x: usize, at: usize, planes: i32): void {
  const w = changetype<Windows>(at);
  const depths = at + offsetof<Windows>();
  const heights = depths + (<usize>w.outDepth << 3);
  const widths = heights + (<usize>w.outHeight << 3);
  const area = w.height * w.width;
  const bytes = <usize>(w.depth * area) * sizeof<T>();
  for (; planes > 0; --planes, x += bytes) {
    if (sizeof<T>() == 4 && w.pairs) {
      maxPairs(out, index, x, w.outHeight, w.outWidth, w.width);
      out += <usize>(w.outHeight * w.outWidth) << 2;
      index += <usize>(w.outHeight * w.outWidth) << 2;
      continue;
    }
    for (let od = 0; od < w.outDepth; ++od) {
      for (let oh = 0; oh < w.outHeight; ++oh) {
        for (let ow = 0; ow < w.outWidth; ++ow, out += sizeof<T>(), index += 4) {
          let best = <T>-Infinity;
          let place = (first(depths, od) * w.height + first(heights, oh)) * w.width + first(widths, ow);
          for (let d = first(depths, od); d < end(depths, od); d += w.stepDepth) {
            for (let h = first(heights, oh); h < end(heights, oh); h += w.stepHeight) {
              for (let i = first(widths, ow); i < end(widths, ow); i += w.stepWidth) {
                const j = d * area + h * w.width + i;
                const value = load<T>(x + <usize>j * sizeof<T>());
                if (value > best || value != value) {
                  best = value;
                  place = j;
                }
              }
            }
          }
          store<T>(out, best);
          store<i32>(index, place);
        }
      }
    }
  }
}

/** Takes `b` where it beats `a`: the same for the places of both. */
// @ts-ignore: decorator
@inline
function beats(a: v128, b: v128): v128 {
  return v128.or(f32x4.gt(b, a), f32x4.ne(b, b));
}

/** Windows of 2 × 2, four at a time: the even and the odd elements of two rows. */
function maxPairs(out: usize, index: usize, x: usize, outHeight: i32, outWidth: i32, width: i32): void {
  const row = <usize>width << 2;
  const odd = i32x4.splat(1);
  const below = i32x4.splat(width);
  for (let oh = 0; oh < outHeight; ++oh, x += 2 * row) {
    let place = i32x4.add(i32x4.splat(2 * oh * width), i32x4(0, 2, 4, 6));
    let from = x;
    let ow = 0;
    for (; ow + 4 <= outWidth; ow += 4, from += 32, out += 16, index += 16) {
      const a = v128.load(from), b = v128.load(from, 16);
      const c = v128.load(from + row), d = v128.load(from + row, 16);
      let best = v128.shuffle<f32>(a, b, 0, 2, 4, 6);
      let where = place;
      let next = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
      let wins = beats(best, next);
      best = v128.bitselect(next, best, wins);
      where = v128.bitselect(i32x4.add(place, odd), where, wins);
      next = v128.shuffle<f32>(c, d, 0, 2, 4, 6);
      wins = beats(best, next);
      best = v128.bitselect(next, best, wins);
      where = v128.bitselect(i32x4.add(place, below), where, wins);
      next = v128.shuffle<f32>(c, d, 1, 3, 5, 7);
      wins = beats(best, next);
      best = v128.bitselect(next, best, wins);
      where = v128.bitselect(i32x4.add(i32x4.add(place, below), odd), where, wins);
      v128.store(out, best);
      v128.store(index, where);
      place = i32x4.add(place, i32x4.splat(8));
    }
    for (; ow < outWidth; ++ow, from += 8, out += 4, index += 4) {
      let best = load<f32>(from);
      let where = 2 * (oh * width + ow);
      for (let i = 1; i < 4; ++i) {
        const value = load<f32>(from + (i & 1 ? 4 : 0) + (i & 2 ? row : 0));
        if (value > best || value != value) {
          best = value;
          where = 2 * (oh * width + ow) + (i & 1) + (i & 2 ? width : 0);
        }
      }
      store<f32>(out, best);
      store<i32>(index, where);
    }
  }
}

/** dX = 0, then dX[index[i]] += dY[i] in the order of i, plane by plane. */
function maxPoolBackward<T>(dX: usize, dY: usize, index: usize, area: i32, outArea: i32, planes: i32): void {
  memory.fill(dX, 0, <usize>area * <usize>planes * sizeof<T>());
  for (; planes > 0; --planes, dX += <usize>area * sizeof<T>()) {
    for (let i = 0; i < outArea; ++i, dY += sizeof<T>(), index += 4) {
      const to = dX + <usize>load<i32>(index) * sizeof<T>();
      store<T>(to, load<T>(to) + load<T>(dY));
    }
  }
}

/** Averages (backward = 0), or their adjoint: every element of a window gets its share of dY, windows in order. */
function avgPool<T>(y: usize, x: usize, at: usize, planes: i32, backward: i32): void {
  const w = changetype<Windows>(at);
  const depths = at + offsetof<Windows>();
  const heights = depths + (<usize>w.outDepth << 3);
  const widths = heights + (<usize>w.outHeight << 3);
  const divisors = widths + (<usize>w.outWidth << 3);
  const area = w.height * w.width;
  const bytes = <usize>(w.depth * area) * sizeof<T>();
  if (backward) memory.fill(x, 0, bytes * <usize>planes);
  for (; planes > 0; --planes, x += bytes) {
    for (let od = 0; od < w.outDepth; ++od) {
      for (let oh = 0; oh < w.outHeight; ++oh) {
        const slice = load<f64>(divisors + (<usize>od << 3)) * load<f64>(divisors + (<usize>(w.outDepth + oh) << 3));
        for (let ow = 0; ow < w.outWidth; ++ow, y += sizeof<T>()) {
          const divisor = <T>(slice * load<f64>(divisors + (<usize>(w.outDepth + w.outHeight + ow) << 3)));
          const share = backward ? load<T>(y) / divisor : <T>0;
          let sum: T = 0;
          for (let d = first(depths, od); d < end(depths, od); ++d) {
            for (let h = first(heights, oh); h < end(heights, oh); ++h) {
              let from = x + <usize>(d * area + h * w.width + first(widths, ow)) * sizeof<T>();
              for (let i = first(widths, ow); i < end(widths, ow); ++i, from += sizeof<T>()) {
                if (backward) store<T>(from, load<T>(from) + share);
                else sum += load<T>(from);
              }
            }
          }
          if (!backward) store<T>(y, sum / divisor);
        }
      }
    }
  }
}

/** @shape x [planes, D, H, W] → out, index [planes, D′, H′, W′] */
export function maxPool_f32(out: usize, index: usize, x: usize, windows: usize, planes: i32): void {
  maxPool<f32>(out, index, x, windows, planes);
}

/** maxPool_f32 in double precision. */
export function maxPool_f64(out: usize, index: usize, x: usize, windows: usize, planes: i32): void {
  maxPool<f64>(out, index, x, windows, planes);
}

/** @shape dY, index [planes, outArea] → dX [planes, area] */
export function maxPoolBackward_f32(dX: usize, dY: usize, index: usize, area: i32, outArea: i32, planes: i32): void {
  maxPoolBackward<f32>(dX, dY, index, area, outArea, planes);
}

/** maxPoolBackward_f32 in double precision. */
export function maxPoolBackward_f64(dX: usize, dY: usize, index: usize, area: i32, outArea: i32, planes: i32): void {
  maxPoolBackward<f64>(dX, dY, index, area, outArea, planes);
}

/** @shape x [planes, D, H, W] ↔ y [planes, D′, H′, W′], which is read when backward ≠ 0 and written otherwise */
export function avgPool_f32(y: usize, x: usize, windows: usize, planes: i32, backward: i32): void {
  avgPool<f32>(y, x, windows, planes, backward);
}

/** avgPool_f32 in double precision. */
export function avgPool_f64(y: usize, x: usize, windows: usize, planes: i32, backward: i32): void {
  avgPool<f64>(y, x, windows, planes, backward);
}

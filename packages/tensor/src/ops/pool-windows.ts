// Which elements of an axis each output of a pooling sees: a list of windows per axis, for every kind of pooling.
import type { Shape } from '../shape-types.ts';
import { type PerAxis, perAxis, requireRoom, slidSize } from './conv-geometry.ts';

/** The windows along one axis: output o sees first[o], first[o] + step, … below end[o]. */
export interface Windows {
  readonly first: readonly number[];
  readonly end: readonly number[];
  readonly step: number;
  /** An average is divided by the product over the axes. */
  readonly divisor: readonly number[];
}

export interface SlidingOptions {
  /** Distance between windows; the kernel's size unless given. */
  readonly stride?: PerAxis;
  /** How far windows reach over the border, at most half a kernel; default 0. */
  readonly padding?: PerAxis;
  /** Keep a last window that is not whole; default false. */
  readonly ceilMode?: boolean;
}

interface SlidingSizes {
  readonly dilation?: PerAxis;
  readonly countIncludePad?: boolean;
  readonly divisorOverride?: number | undefined;
}

/** Windows of one size that move by a stride over the last `axes` axes of a shape. */
export function slidingWindows(
  op: string,
  shape: Shape,
  kernelSize: PerAxis,
  { stride = kernelSize, padding = 0, ceilMode = false }: SlidingOptions,
  { dilation = 1, countIncludePad = true, divisorOverride }: SlidingSizes,
  axes: number,
): Windows[] {
  const kernel = perAxis(op, 'kernelSize', kernelSize, axes, 1);
  const steps = perAxis(op, 'stride', stride, axes, 1);
  const pads = perAxis(op, 'padding', padding, axes, 0);
  const gaps = perAxis(op, 'dilation', dilation, axes, 1);
  pads.forEach((pad, i) => {
    if (2 * pad > kernel[i])
      throw new RangeError(`${op}: padding ${pad} is more than half of the kernel's size, ${kernel[i]}`);
  });
  const sizes = shape.slice(-axes);
  const counts = sizes.map((n, i) => {
    const past = ceilMode ? steps[i] - 1 : 0;
    const count = slidSize(n + past, kernel[i], steps[i], 2 * pads[i], gaps[i]);
    // A window that would begin behind the far border sees nothing.
    return ceilMode && (count - 1) * steps[i] >= n + pads[i] ? count - 1 : count;
  });
  requireRoom(
    op,
    shape,
    counts,
    (i) => `the window, which spans ${gaps[i] * (kernel[i] - 1) + 1} less ${2 * pads[i]} of padding`,
  );
  return sizes.map((n, i) => {
    const starts = Array.from({ length: counts[i] }, (_, o) => o * steps[i] - pads[i]);
    const first = starts.map((start) => (start < 0 ? start + Math.ceil(-start / gaps[i]) * gaps[i] : start));
    const ends = starts.map((start) => start + (kernel[i] - 1) * gaps[i] + 1);
    const end = ends.map((stop) => Math.min(stop, n));
    const divisor = starts.map((start, o) =>
      divisorOverride !== undefined
        ? i === 0
          ? divisorOverride
          : 1
        : countIncludePad
          ? Math.min(ends[o], n + pads[i]) - start
          : end[o] - first[o],
    );
    return { first, end, step: gaps[i], divisor };
  });
}

/** As many windows as the result has elements, of nearly equal size: o sees ⌊o·n / size⌋ … ⌈(o + 1)·n / size⌉ − 1. */
export function adaptiveWindows(op: string, shape: Shape, outputSize: PerAxis, axes: number): Windows[] {
  const counts = perAxis(op, 'outputSize', outputSize, axes, 1);
  requireRoom(op, shape, shape.slice(-axes), () => 'a window of one element');
  return shape.slice(-axes).map((n, i) => {
    const size = counts[i];
    const first = Array.from({ length: size }, (_, o) => Math.floor((o * n) / size));
    const end = Array.from({ length: size }, (_, o) => Math.ceil(((o + 1) * n) / size));
    return { first, end, step: 1, divisor: end.map((stop, o) => stop - first[o]) };
  });
}

import { concat, expand, flip, pad, type Shape, slice, type Tensor } from '@ml/tensor';
import type { PerAxis } from '@ml/tensor/layers';

/** What stands beyond the border of an image: zeros, its mirror image, its last elements, or its other side. */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular';

/** The border that a convolution's `padding` asks for, for each axis [before, after]. */
export function borderOf(
  padding: PerAxis | 'same' | 'valid',
  kernel: readonly number[],
  dilation: PerAxis,
): [before: number, after: number][] {
  return kernel.map((k, i) => {
    if (padding === 'valid') return [0, 0];
    if (padding !== 'same') return typeof padding === 'number' ? [padding, padding] : [padding[i], padding[i]];
    const total = (typeof dilation === 'number' ? dilation : dilation[i]) * (k - 1);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}

/**
 * x with a border on its last axes; for each [before, after].
 *
 * @throws {RangeError} when the border is wider than what is mirrored or wrapped around
 */
export function padded(x: Tensor, padding: readonly (readonly [number, number])[], mode: PaddingMode): Tensor {
  const leading = x.rank - padding.length;
  if (mode === 'zeros') return pad(x, [...x.shape.slice(0, leading).map((): [number, number] => [0, 0]), ...padding]);
  return padding.reduce((y, [before, after], i) => paddedAxis(y, leading + i, before, after, mode), x);
}

function paddedAxis(
  x: Tensor,
  axis: number,
  before: number,
  after: number,
  mode: Exclude<PaddingMode, 'zeros'>,
): Tensor {
  if (before + after === 0) return x;
  const n = x.shape[axis];
  const most = mode === 'circular' ? n : mode === 'reflect' ? n - 1 : n === 0 ? 0 : Infinity;
  if (Math.max(before, after) > most)
    throw new RangeError(`padding ${Math.max(before, after)} is too wide for an axis of ${n} in mode '${mode}'`);
  const part = (start: number, stop: number): Tensor =>
    slice(x, ...Array.from({ length: axis }, () => null), { start, stop }) as Tensor;
  const stretched = (at: number, width: number): Tensor =>
    expand(part(at, at + 1), x.shape.map((size, i) => (i === axis ? width : size)) as Shape) as Tensor;
  const ends = {
    circular: () => [part(n - before, n), part(0, after)],
    reflect: () => [flip(part(1, before + 1), axis), flip(part(n - 1 - after, n - 1), axis)],
    replicate: () => [stretched(0, before), stretched(n - 1, after)],
  };
  const [head, tail] = ends[mode]() as [Tensor, Tensor];
  return concat([...(before > 0 ? [head] : []), x, ...(after > 0 ? [tail] : [])], axis) as Tensor;
}

import { coalesce } from '../layout.ts';
import type { Shape } from '../shape-types.ts';

/** One two-dimensional loop of a strided operation: for every operand its start and its two strides, in elements. */
export interface Plane {
  readonly rows: number;
  readonly cols: number;
  /** Row stride of each operand. */
  readonly row: readonly number[];
  /** Column stride of each operand. */
  readonly col: readonly number[];
}

/**
 * Cuts an n-dimensional strided loop into two-dimensional planes, the form the kernels take: `visit` is called once per
 * plane with the operands' offsets and the index of the plane's first element in row-major order. Axes that can be
 * walked as one are merged first, so most operations are one plane.
 */
export function forEachPlane(
  shape: Shape,
  strides: readonly (readonly number[])[],
  visit: (plane: Plane, offsets: readonly number[], first: number) => void,
): void {
  const merged = coalesce(shape, strides);
  const rank = merged.shape.length;
  const cols = merged.shape[rank - 1];
  const rows = rank > 1 ? merged.shape[rank - 2] : 1;
  const plane: Plane = {
    rows,
    cols,
    row: merged.strides.map((list) => (rank > 1 ? list[rank - 2] : 0)),
    col: merged.strides.map((list) => list[rank - 1]),
  };
  const offsets = strides.map(() => 0);
  const outer = merged.shape.slice(0, Math.max(0, rank - 2));
  if (outer.length === 0) {
    if (rows * cols > 0) visit(plane, offsets, 0);
    return;
  }
  const index = outer.map(() => 0);
  let planes = 1;
  for (const n of outer) planes *= n;
  if (rows * cols === 0) return;
  for (let p = 0; p < planes; p++) {
    visit(plane, offsets, p * rows * cols);
    // Odometer: the last outer axis turns fastest.
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      for (let i = 0; i < offsets.length; i++) offsets[i] += merged.strides[i][axis];
      if (++index[axis] < outer[axis]) break;
      index[axis] = 0;
      for (let i = 0; i < offsets.length; i++) offsets[i] -= merged.strides[i][axis] * outer[axis];
    }
  }
}

// Pure algebra of shapes and strides. Strides and offsets count elements, not bytes.
import { ArgumentError, describeValue, ShapeError } from './errors.ts';
import type { Shape } from './shape-types.ts';

export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis];
  return size;
}

/** Row-major strides: the last axis is contiguous. */
export function contiguousStrides(shape: Shape): number[] {
  // Literals are a quick allocation, arrays of a length found out are not.
  if (shape.length === 2) return [shape[1], 1];
  if (shape.length === 1) return [1];
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis];
  }
  return strides;
}

/** Whether elements lie in memory in row-major order without gaps; axes of size 1, and empty arrays, may have any strides. */
export function isContiguous(shape: Shape, strides: readonly number[]): boolean {
  let step = 1;
  let inOrder = true;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) inOrder = false;
    step *= shape[axis];
  }
  return inOrder || step === 0;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** Turns a possibly negative axis into one in 0 … rank − 1. */
export function normalizeAxis(op: string, axis: number, shape: Shape): number {
  requireShape(op, shape);
  const rank = shape.length;
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ShapeError({
      op,
      problem: `axis ${describeValue(axis)} is out of range for rank ${rank}`,
      shapes: [shape],
      axis,
    });
  }
  return axis < 0 ? axis + rank : axis;
}

/** What has no shape is no tensor. */
function requireShape(op: string, shape: Shape): void {
  if (!Array.isArray(shape)) throw new ArgumentError(`${op}: expected a tensor; did you mean tensor(…)?`);
}

/** Normalised, sorted, distinct axes; `undefined` means all of them. */
export function normalizeAxes(op: string, axes: number | readonly number[] | undefined, shape: Shape): number[] {
  requireShape(op, shape);
  if (axes === undefined) return shape.map((_, axis) => axis);
  const list = (Array.isArray(axes) ? axes : [axes])
    .map((axis) => normalizeAxis(op, axis, shape))
    .sort((a, b) => a - b);
  for (let i = 1; i < list.length; i++) {
    if (list[i] === list[i - 1])
      throw new ShapeError({ op, problem: `axis ${list[i]} appears twice`, shapes: [shape], axis: list[i] });
  }
  return list;
}

/** The common shape of NumPy broadcasting: axes are aligned from the right, a size of 1 stretches. */
export function broadcastShapes(op: string, ...shapes: readonly Shape[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (let back = 1; back <= rank; back++) {
    for (const shape of shapes) {
      if (back > shape.length) continue;
      const n = shape[shape.length - back];
      const have = result[rank - back];
      if (n === 1 || n === have) continue;
      if (have !== 1) throw broadcastError(op, shapes, back, have, n);
      result[rank - back] = n;
    }
  }
  return result;
}

function broadcastError(op: string, shapes: readonly Shape[], back: number, have: number, n: number): ShapeError {
  const [a, b] = shapes;
  // A vector meant for the leading axis is the classic mistake: [N, F] with [N].
  const mend =
    shapes.length === 2 && b.length === 1 && a.length > 1 && a[a.length - 2] === b[0]
      ? 'did you mean b.expandDims(1)?'
      : shapes.length === 2 && a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0]
        ? 'did you mean b.transpose()?'
        : undefined;
  return new ShapeError({ op, problem: `axis ${-back} differs: ${have} vs ${n}`, shapes, axis: -back, mend });
}

/** Strides that read `shape` as if it had the broadcast shape `to`: stretched axes get stride 0. */
export function broadcastStrides(shape: Shape, strides: readonly number[], to: Shape): number[] {
  const lead = to.length - shape.length;
  const result = new Array<number>(to.length);
  for (let axis = 0; axis < to.length; axis++) {
    result[axis] = axis < lead || shape[axis - lead] === 1 ? 0 : strides[axis - lead];
  }
  return result;
}

export interface CoalescedLayout {
  /** Fewest axes, sizes all > 1 (one axis of size 1 for a single element). */
  readonly shape: number[];
  /** For each operand, its strides over `shape`. */
  readonly strides: number[][];
}

/**
 * Merges neighbouring axes that every operand walks with one stride, and drops axes of size 1, so that loops see as few
 * axes as possible: a contiguous [2, 3, 4] next to a contiguous [2, 3, 4] becomes one axis of 24.
 */
export function coalesce(shape: Shape, operands: readonly (readonly number[])[]): CoalescedLayout {
  const sizes: number[] = [];
  const strides: number[][] = operands.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    const n = shape[axis];
    if (n === 1) continue;
    const last = sizes.length - 1;
    const mergeable = last >= 0 && operands.every((operand, i) => strides[i][last] === operand[axis] * n);
    if (mergeable) {
      sizes[last] *= n;
      for (let i = 0; i < operands.length; i++) strides[i][last] = operands[i][axis];
    } else {
      sizes.push(n);
      for (let i = 0; i < operands.length; i++) strides[i].push(operands[i][axis]);
    }
  }
  if (sizes.length === 0) {
    sizes.push(1);
    for (const list of strides) list.push(0);
  }
  return { shape: sizes, strides };
}

/**
 * Strides under which a strided array can be seen as `to` without copying, or null when a copy is needed.
 *
 * Groups of axes that merge (stride[i] = stride[i+1]·size[i+1]) may be cut anew; a new axis may not straddle two groups.
 */
export function reshapeStrides(shape: Shape, strides: readonly number[], to: Shape): number[] | null {
  if (isContiguous(shape, strides)) return contiguousStrides(to);
  const merged = coalesce(shape, [strides]);
  const result = new Array<number>(to.length);
  let group = merged.shape.length - 1;
  let room = merged.shape[group];
  let step = merged.strides[0][group];
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const n = to[axis];
    if (n === 1) {
      result[axis] = step;
      continue;
    }
    if (room === 1 && group > 0) {
      group--;
      room = merged.shape[group];
      step = merged.strides[0][group];
    }
    if (room % n !== 0) return null;
    result[axis] = step;
    step *= n;
    room /= n;
  }
  return result;
}

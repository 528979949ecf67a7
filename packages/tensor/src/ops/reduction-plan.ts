import { ShapeError } from '../errors.ts';
import { sizeOf } from '../layout.ts';
import type { Shape } from '../shape-types.ts';
import { type Tensor, viewOf } from '../tensor.ts';
import { rowMajor } from './contiguous.ts';

export interface ReductionPlan {
  /** Row-major data seen as [outer, n, inner], to be reduced over n. */
  readonly source: Tensor;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  /** Shape of the result. */
  readonly shape: number[];
  /** Frees the copy that was made for the plan, if one was. */
  release(): void;
}

/** Shape of a reduction over normalised `axes`. */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): number[] {
  if (keepDims) return shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** Brings the reduced axes of `x` together so that kernels can treat them as one; neighbouring axes need no copy. */
export function planReduction(x: Tensor, axes: readonly number[], keepDims: boolean): ReductionPlan {
  const adjacent = axes.every((axis, i) => i === 0 || axis === axes[i - 1] + 1);
  const first = axes.length === 0 ? x.rank : axes[0];
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = adjacent ? null : [...kept, ...axes];
  const arranged =
    order === null
      ? x
      : viewOf(
          x,
          order.map((axis) => x.shape[axis]),
          order.map((axis) => x.strides[axis]),
          x.offset,
        );
  const source = rowMajor(arranged);
  if (arranged !== x && arranged !== source) arranged.dispose();
  const n = sizeOf(axes.map((axis) => x.shape[axis]));
  const outer = adjacent ? sizeOf(x.shape.slice(0, first)) : sizeOf(kept.map((axis) => x.shape[axis]));
  const inner = adjacent ? sizeOf(x.shape.slice(first + axes.length)) : 1;
  const release = () => {
    if (source !== x) source.dispose();
  };
  return { source, outer, n, inner, shape: reducedShape(x.shape, axes, keepDims), release };
}

/** Refuses to reduce nothing where the operation has no neutral element. */
export function requireElements(op: string, { n, outer, inner, source }: ReductionPlan): void {
  if (n === 0 && outer * inner > 0)
    throw new ShapeError({ op, problem: 'cannot reduce over no elements', shapes: [source.shape] });
}

import {
  arange,
  cast,
  concat,
  expand,
  flip,
  pad,
  permute,
  reshape,
  type Shape,
  sameShape,
  scatterAdd,
  slice,
  type Tensor,
  tril,
  triu,
  viewOf,
  where,
  zeros,
} from '@ml/tensor';
import { type Rules, rule } from '../rule.ts';
import { sumTo } from '../sum-to.ts';

// Rearrangements are linear: the cotangent is rearranged back, and nothing has to be kept.
export const movementRules = {
  /** y = x as another type, dx = dy as the type of x. @shape [...] → [...] */
  cast: rule('none', ({ dtypes: [dtype] }, dY) => [cast(dY, dtype)]),

  /** y = c ? a : b, da = c ? dy : 0, db = c ? 0 : dy. @shape [...], [...], [...] → broadcast of all */
  where: rule(
    'inputs',
    ({ inputs: [condition], shapes, needs }, dY) => [
      null,
      needs[1] ? sumTo(where(condition, dY, 0), shapes[1]) : null,
      needs[2] ? sumTo(where(condition, 0, dY), shapes[2]) : null,
    ],
    { inputs: () => [true, false, false] },
  ),

  /** y = x in another shape, dx = dy in the shape of x. @shape [...] → shape */
  reshape: rule('none', ({ shapes: [shape] }, dY) => [reshape(dY, shape)]),

  /** y's axis i is x's axis axes[i]; dx by the inverse order. @shape [...] → [...] */
  permute: rule('none', ({ params: { axes } }, dY) => [permute(dY, inverse(axes))]),

  /** y repeats x along stretched axes, dx = Σ dy over them. @shape [...] → shape */
  expand: rule('none', ({ shapes: [shape] }, dY) => [sumTo(dY, shape)]),

  /** y = x[start : : step], dx = dy at those places and 0 between and around them. @shape [...] → [sizes] */
  slice: rule('none', ({ params: { ranges }, shapes: [shape] }, dY) => [unslice(dY, ranges, shape)]),

  /** y = x[…, i, i + offset], dx = dy on that diagonal of zeros. @shape [..., M, N] → [..., L] */
  diagonal: rule('none', ({ params, shapes: [shape] }, dY) => [undiagonal(dY, params, shape)]),

  /** y = the x one after another along an axis, dxᵢ = the i-th part of dy. */
  concat: rule('none', ({ params: { axis }, shapes, needs }, dY) => {
    let start = 0;
    return shapes.map((shape, i) => {
      const first = start;
      start += shape[axis];
      return needs[i] ? along(dY, axis, first, start) : null;
    });
  }),

  /** yᵢ = the i-th part of x along an axis, dx = the dyᵢ one after another, 0 for a part that was not used. */
  split: rule('none', ({ params: { axis, sizes }, shapes: [shape], dtypes: [dtype], record }, ...dParts) => {
    const parts = sizes.map((size, i) => dParts[i] ?? zeros(shape.with(axis, size), { dtype }));
    return [(record ? null : joined(parts, axis, shape)) ?? concat(parts, axis)];
  }),

  /** y = x with a border, dx = dy without it. */
  pad: rule('none', ({ params: { padding }, shapes: [shape] }, dY) => [
    slice(dY, ...padding.map(([before], axis): [number, number] => [before, before + shape[axis]])),
  ]),

  /** y = the lower triangle of x, dx = the lower triangle of dy. @shape [..., M, N] → [..., M, N] */
  tril: rule('none', ({ params: { diagonal } }, dY) => [tril(dY, diagonal)]),

  /** y = the upper triangle of x, dx = the upper triangle of dy. @shape [..., M, N] → [..., M, N] */
  triu: rule('none', ({ params: { diagonal } }, dY) => [triu(dY, diagonal)]),

  /** y = x in storage of its own, dx = dy. @shape [...] → [...] */
  copy: rule('none', (_, dY) => [dY]),
} satisfies Rules<
  | 'cast'
  | 'where'
  | 'reshape'
  | 'permute'
  | 'expand'
  | 'slice'
  | 'diagonal'
  | 'concat'
  | 'split'
  | 'pad'
  | 'tril'
  | 'triu'
  | 'copy'
>;

function inverse(axes: readonly number[]): number[] {
  const result = new Array<number>(axes.length);
  for (let i = 0; i < axes.length; i++) result[axes[i]] = i;
  return result;
}

/** x[start:stop] on one axis. */
function along(x: Tensor, axis: number, start: number, stop: number): Tensor {
  return slice(x, ...new Array<null>(axis).fill(null), [start, stop]);
}

interface AxisRange {
  readonly start: number;
  readonly step: number;
  readonly size: number;
}

/** Puts `y` where the ranges took it from, and zeros everywhere else: spreads steps apart, turns back, pads. */
function unslice(y: Tensor, ranges: readonly AxisRange[], shape: Shape): Tensor {
  const backwards = ranges.flatMap(({ step, size }, axis) => (step < 0 && size > 1 ? [axis] : []));
  let x: Tensor = backwards.length === 0 ? y : flip(y, backwards);
  ranges.forEach(({ step, size }, axis) => {
    if (size > 1 && Math.abs(step) > 1) x = spread(x, axis, Math.abs(step));
  });
  return pad(
    x,
    ranges.map(({ start, step, size }, axis): [number, number] => {
      if (size === 0) return [0, shape[axis]];
      const reach = (size - 1) * step;
      return [Math.min(start, start + reach), shape[axis] - 1 - Math.max(start, start + reach)];
    }),
  );
}

/** Sets the places of one axis `step` apart, with zeros between them: n → (n − 1)·step + 1. */
function spread(x: Tensor, axis: number, step: number): Tensor {
  const { shape } = x;
  const n = shape[axis];
  const gaps = [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)];
  const padding = gaps.map((_, i): [number, number] => [0, i === axis + 1 ? step - 1 : 0]);
  const wide = reshape(pad(reshape(x, gaps), padding), [...shape.slice(0, axis), n * step, ...shape.slice(axis + 1)]);
  return along(wide, axis, 0, (n - 1) * step + 1);
}

/** Zeros of `shape` with `y`'s last axis on a diagonal of two of its axes. */
function undiagonal(
  y: Tensor,
  { offset, axis1, axis2 }: { offset: number; axis1: number; axis2: number },
  shape: Shape,
): Tensor {
  const others = shape.map((_, axis) => axis).filter((axis) => axis !== axis1 && axis !== axis2);
  const batch = others.map((axis) => shape[axis]);
  const [rows, cols] = [shape[axis1], shape[axis2]];
  const length = y.shape[y.rank - 1];
  const first = offset < 0 ? -offset * cols : offset;
  // Place i of the diagonal is element first + i·(cols + 1) of a matrix written out row by row.
  const places = arange(first, first + length * (cols + 1), cols + 1, { dtype: 'int32' });
  const flat = scatterAdd(
    zeros([...batch, rows * cols], { dtype: y.dtype }),
    -1,
    expand(places, [...batch, length]),
    y,
  );
  return permute(reshape(flat, [...batch, rows, cols]), inverse([...others, axis1, axis2]));
}

/**
 * Parts that lie in memory as pieces of one array, seen as that array again; null when they do not. The gradients of packed
 * queries, keys and values come like this.
 */
function joined(parts: readonly Tensor[], axis: number, shape: Shape): Tensor | null {
  const [first] = parts;
  let offset = first.offset;
  for (const part of parts) {
    if (part.storage !== first.storage || part.offset !== offset || !sameShape(part.strides, first.strides))
      return null;
    offset += part.shape[axis] * part.strides[axis];
  }
  return viewOf(first, shape, first.strides, first.offset);
}

// The lower and the upper triangle of matrices.
import { ShapeError } from '../errors.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { heapView, type Tensor } from '../tensor.ts';
import { requireTensor, requireWhole } from './argument-checks.ts';
import { materialize } from './contiguous.ts';

export interface TriangleParams {
  /** The diagonal where the kept part ends: 0 the main one, 1 the one above it, −1 the one below. */
  readonly diagonal: number;
}

/** Copies `x` with zeros in the columns `from(i)` … `to(i)` of row i; `end` is past the last column. */
function zeroColumns(x: Tensor, from: (row: number) => number, to: (row: number, end: number) => number): Tensor {
  const [rows, cols] = x.shape.slice(-2);
  const out = materialize(x);
  const values = heapView(out);
  for (let start = 0, row = 0; start < values.length; start += cols, row = (row + 1) % rows) {
    const first = Math.min(cols, Math.max(0, from(row)));
    values.fill(0, start + first, start + Math.min(cols, Math.max(first, to(row, cols))));
  }
  return out;
}

export const trilPrimitive = definePrimitive('tril', ([x]: [Tensor], { diagonal }: TriangleParams): [Tensor] => [
  zeroColumns(
    x,
    (row) => row + diagonal + 1,
    (_, end) => end,
  ),
]);

export const triuPrimitive = definePrimitive('triu', ([x]: [Tensor], { diagonal }: TriangleParams): [Tensor] => [
  zeroColumns(
    x,
    () => 0,
    (row) => row + diagonal,
  ),
]);

function checkMatrix(op: string, x: Tensor, diagonal: number): void {
  requireTensor(op, x);
  requireWhole(op, 'diagonal', diagonal, x);
  if (x.rank < 2) throw new ShapeError({ op, problem: `expected at least 2 axes, got ${x.rank}`, shapes: [x.shape] });
}

/**
 * The lower triangle of a matrix, or of each in a batch: zeros where column > row + diagonal.
 *
 * @shape x [..., m, n] → [..., m, n]
 * @param diagonal the highest diagonal that is kept: 0 the main one, 1 the one above it
 * @throws {ShapeError} when `x` has fewer than two axes
 * @special what is cut off becomes 0 even where it was NaN
 * @example
 * tril(tensor([[1, 2], [3, 4]])).toArray() // => [[1, 0], [3, 4]]
 */
export function tril<S extends Shape>(x: Tensor<S>, diagonal?: number): Tensor<S>;
export function tril(x: Tensor, diagonal = 0): Tensor {
  checkMatrix('tril', x, diagonal);
  return apply(trilPrimitive, [x], { diagonal })[0];
}

/**
 * The upper triangle of a matrix, or of each in a batch: zeros where column < row + diagonal.
 *
 * @shape x [..., m, n] → [..., m, n]
 * @param diagonal the lowest diagonal that is kept: 0 the main one, 1 the one above it
 * @throws {ShapeError} when `x` has fewer than two axes
 * @special what is cut off becomes 0 even where it was NaN
 * @example
 * triu(tensor([[1, 2], [3, 4]]), 1).toArray() // => [[0, 2], [0, 0]]
 */
export function triu<S extends Shape>(x: Tensor<S>, diagonal?: number): Tensor<S>;
export function triu(x: Tensor, diagonal = 0): Tensor {
  checkMatrix('triu', x, diagonal);
  return apply(triuPrimitive, [x], { diagonal })[0];
}

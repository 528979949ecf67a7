import { normalizeAxis } from '../layout.ts';
import type { Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireWhole } from './argument-checks.ts';
import { concat } from './concat.ts';
import { split } from './split.ts';

/**
 * The elements moved `shift` places along an axis; those pushed off the end come in at the start.
 *
 * @shape x [...] → [...]
 * @param shift negative: towards the start
 * @throws {ShapeError} when there is no such axis, or `shift` is not a whole number
 * @example
 * roll(tensor([1, 2, 3, 4]), 1).toArray() // => [4, 1, 2, 3]
 */
export function roll<S extends Shape>(x: Tensor<S>, shift: number, axis?: number): Tensor<S>;
export function roll(x: Tensor, shift: number, axis = 0): Tensor {
  const along = normalizeAxis('roll', axis, x.shape);
  requireWhole('roll', 'shift', shift, x);
  const n = x.shape[along];
  if (n === 0) return x;
  const tail = ((shift % n) + n) % n;
  const [front, back] = split(x, [n - tail, tail], along);
  return concat([back, front], along);
}

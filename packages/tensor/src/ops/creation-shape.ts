import { ShapeError } from '../errors.ts';
import type { Shape } from '../shape-types.ts';

/** Every size must be a whole number ≥ 0. */
export function checkShape(op: string, shape: Shape): void {
  for (let axis = 0; axis < shape.length; axis++) {
    const n = shape[axis];
    if (!Number.isSafeInteger(n) || n < 0) {
      throw new ShapeError({
        op,
        problem: `axis ${axis} has size ${n}, sizes are whole numbers ≥ 0`,
        shapes: [shape],
        axis,
      });
    }
  }
}

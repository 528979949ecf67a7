import { type DType, dtypes } from '../dtype.ts';
import { ArgumentError, DTypeError, describeValue, ShapeError } from '../errors.ts';
import type { Shape } from '../shape-types.ts';
import { requireList } from './argument-checks.ts';

export interface CreationOptions {
  /** Element type; what it is by default is said at each function. */
  readonly dtype?: DType | undefined;
}

/** The element type that `options` ask for, or `fallback`; one of `allowed`. */
export function chosenDType<D extends DType>(
  op: string,
  options: { readonly dtype?: D | undefined },
  fallback: D,
  allowed: readonly DType[] = dtypes,
): D {
  if (typeof options !== 'object' || options === null)
    throw new ArgumentError(`${op}: options are an object like { dtype: 'int32' }, not ${describeValue(options)}`);
  const { dtype = fallback } = options;
  if (!allowed.includes(dtype))
    throw new DTypeError(`${op}: dtype is ${describeValue(dtype)}, expected one of ${allowed.join(', ')}`);
  return dtype;
}

/** A shape is a list, and every size in it a whole number ≥ 0. */
export function checkShape(op: string, shape: Shape): void {
  requireList(op, 'shape', shape);
  for (let axis = 0; axis < shape.length; axis++) {
    const n = shape[axis];
    if (!Number.isSafeInteger(n) || n < 0) {
      throw new ShapeError({
        op,
        problem: `axis ${axis} has size ${describeValue(n)}, sizes are whole numbers ≥ 0`,
        shapes: [shape],
        axis,
      });
    }
  }
}

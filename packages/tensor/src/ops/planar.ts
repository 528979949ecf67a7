import { floatType } from '../dtype.ts';
import { ShapeError } from '../errors.ts';
import type { Tensor } from '../tensor.ts';
import { requireOptions, requireTensor } from './argument-checks.ts';
import { cast } from './cast.ts';

/** x in a float type, with enough axes. */
export function planar(op: string, x: Tensor, options: object, axes: number): Tensor {
  requireTensor(op, x);
  requireOptions(op, options, '{ stride: 2 }');
  if (x.rank <= axes) {
    throw new ShapeError({ op, problem: `x must have ${axes} spatial axes and one of channels`, shapes: [x.shape] });
  }
  return cast(x, floatType(x.dtype));
}

// What every operation asks of its arguments before it looks at shapes: a program without types may pass anything.
import { isFloat } from '../dtype.ts';
import { ArgumentError, DTypeError, describeValue, formatShape, ShapeError } from '../errors.ts';
import { sameShape } from '../layout.ts';
import type { Shape } from '../shape-types.ts';
import { isTensor, type Tensor } from '../tensor.ts';

/** @throws {ArgumentError} when `x` is anything but a tensor */
export function requireTensor(op: string, x: unknown, expected = 'a tensor'): asserts x is Tensor {
  if (isTensor(x)) return;
  const mend = typeof x === 'number' || Array.isArray(x) || ArrayBuffer.isView(x) ? '; did you mean tensor(…)?' : '';
  throw new ArgumentError(`${op}: expected ${expected}, got ${describeValue(x)}${mend}`);
}

/** @throws {ArgumentError} when options are not an object: `sum(x, 0)` as elsewhere must not sum over everything */
export function requireOptions(op: string, options: unknown, example: string): void {
  if (typeof options !== 'object' || options === null)
    throw new ArgumentError(`${op}: options are an object like ${example}, not ${describeValue(options)}`);
}

/** @throws {ArgumentError} when one of these is no number: nothing is read out of text */
export function checkNumbers(op: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'number') throw new ArgumentError(`${op}: ${name} is ${describeValue(value)}, not a number`);
  }
}

/** @throws {ArgumentError} when `list` is no array: sizes and axes are one argument, `reshape([2, 3])` */
export function requireList(op: string, name: string, list: unknown): void {
  if (Array.isArray(list)) return;
  const mend = typeof list === 'number' ? `; did you mean [${list}, …]?` : '';
  throw new ArgumentError(`${op}: ${name} is ${describeValue(list)}, not a list${mend}`);
}

/** @throws {ArgumentError} unless all are tensors */
export function requireTensors(op: string, xs: readonly unknown[]): void {
  requireList(op, 'tensors', xs);
  for (const x of xs) requireTensor(op, x);
}

/** @throws {ShapeError} when a number that counts places has a fraction, or is none */
export function requireWhole(op: string, name: string, value: number, x: Tensor): void {
  if (!Number.isInteger(value))
    throw new ShapeError({ op, problem: `${name} ${describeValue(value)} is not a whole number`, shapes: [x.shape] });
}

/**
 * The raw gradients trust their operands, which autograd's rules guarantee; everyone else is checked here.
 *
 * @throws {ShapeError} when an operand has not the shape given for it
 * @throws {DTypeError} when they are not of one float type
 */
export function requireLike(op: string, operands: readonly Tensor[], shapes: readonly Shape[]): void {
  requireTensors(op, operands);
  const [{ dtype }] = operands;
  operands.forEach((x, i) => {
    if (!sameShape(x.shape, shapes[i])) {
      const problem = `operand ${i} should be ${formatShape(shapes[i])}`;
      throw new ShapeError({ op, problem, shapes: operands.map((operand) => operand.shape) });
    }
    if (x.dtype !== dtype || !isFloat(dtype))
      throw new DTypeError(
        `${op}: operands must have one float type, not ${operands.map((operand) => operand.dtype).join(', ')}`,
      );
  });
}

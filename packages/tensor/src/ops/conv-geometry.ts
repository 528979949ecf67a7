// Options and sizes of convolutions and poolings: one number for all axes or one per axis, and what comes out.
import { describeValue, ShapeError } from '../errors.ts';
import type { Shape } from '../shape-types.ts';

/** One number for every spatial axis, or a list with one for each. */
export type PerAxis = number | readonly number[];

/** For every axis how many zeros go before it and after it. */
export type Padding = readonly (readonly [before: number, after: number])[];

/** Names of the spatial axes in messages, from the last one. */
const axisNames = ['width', 'height', 'depth'];

/** An option as a list with one number per axis. */
export function perAxis(op: string, name: string, value: PerAxis, axes: number, least: number): number[] {
  const list = typeof value === 'number' ? Array.from({ length: axes }, () => value) : [...value];
  if (list.length !== axes) throw new RangeError(`${op}: ${name} has ${list.length} numbers for ${axes} spatial axes`);
  for (const number of list) {
    if (!Number.isInteger(number) || number < least)
      throw new RangeError(`${op}: ${name} must be whole numbers ≥ ${least}, not ${describeValue(number)}`);
  }
  return list;
}

/** The size of an axis after a window has moved over it: ⌊(n + padding − dilation·(k − 1) − 1) / stride⌋ + 1. */
export function slidSize(n: number, kernel: number, stride: number, padding: number, dilation: number): number {
  return Math.floor((n + padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** @throws {ShapeError} when a window is larger than the axis it moves over */
export function requireRoom(op: string, x: Shape, sizes: readonly number[], span: (axis: number) => string): void {
  sizes.forEach((size, axis) => {
    if (size >= 1) return;
    const at = axis - sizes.length;
    throw new ShapeError({
      op,
      problem: `${axisNames[-1 - at]} ${x[x.length + at]} is smaller than ${span(axis)}`,
      shapes: [x],
      axis: at,
      mend: 'add padding or take a smaller kernel',
    });
  });
}

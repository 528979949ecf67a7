// What all convolutions ask of their operands.
import { type DType, floatType, promoteTypes } from '../dtype.ts';
import { ShapeError } from '../errors.ts';
import type { Tensor } from '../tensor.ts';
import { requireTensors } from './argument-checks.ts';
import { cast } from './cast.ts';
import type { ConvOperands } from './conv-primitives.ts';
import { reshape } from './reshape.ts';

/** Operands of a convolution that are of the right kind and rank. */
export interface Checked {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly axes: number;
  readonly channels: number;
  readonly kernel: readonly number[];
  readonly refuse: (problem: string, axis: number, mend?: string) => ShapeError;
}

export function checked(
  op: string,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  groups: number,
  axes: number,
): Checked {
  const operands = bias === null ? [x, weight] : [x, weight, bias];
  requireTensors(op, operands);
  const refuse = (problem: string, axis: number, mend?: string) =>
    new ShapeError({ op, problem, shapes: operands.map(({ shape }) => shape), axis, mend });
  if (!Number.isInteger(groups) || groups < 1)
    throw new RangeError(`${op}: groups must be a whole number ≥ 1, not ${groups}`);
  if (weight.rank !== axes + 2) throw refuse(`weight must have ${axes + 2} axes, not ${weight.rank}`, 0);
  if (x.rank !== axes + 2 && x.rank !== axes + 1) {
    throw refuse(`x must have ${axes + 2} axes, or ${axes + 1} without a batch, not ${x.rank}`, 0);
  }
  const kernel = weight.shape.slice(2);
  const empty = kernel.indexOf(0);
  if (empty >= 0) throw refuse('the kernel is empty', empty - axes);
  return { x, weight, bias, axes, channels: x.shape[x.rank - axes - 1], kernel, refuse };
}

export function channelsDiffer({ x, axes, channels, refuse }: Checked, wanted: number, groups: number): ShapeError {
  const shares = groups === 1 ? '' : ` in ${groups} groups`;
  const last = x.shape[x.rank - 1] === wanted;
  const order = [...x.shape.keys()];
  const moved = [...order.slice(0, x.rank - axes - 1), x.rank - 1, ...order.slice(x.rank - axes - 1, -1)];
  return refuse(
    `x has ${channels} channels, weight takes ${wanted}${shares}`,
    -axes - 1,
    last ? `channels come first: did you mean x.permute([${moved.join(', ')}])?` : undefined,
  );
}

export function requireBias({ bias, refuse }: Checked, channels: number): void {
  if (bias !== null && (bias.rank !== 1 || bias.shape[0] !== channels)) throw refuse(`bias must be [${channels}]`, 0);
}

/** Brings the operands to one float type, and a single image into a batch of one. */
export function batched({ x, weight, bias, axes }: Checked, run: (operands: ConvOperands) => Tensor): Tensor {
  const operands = bias === null ? [x, weight] : [x, weight, bias];
  const dtype = floatType(operands.reduce<DType>((type, operand) => promoteTypes(type, operand.dtype), 'bool'));
  const [image, kernel, addend] = operands.map((operand) => cast(operand, dtype));
  const single = x.rank === axes + 1;
  const batch = single ? reshape(image, [1, ...image.shape]) : image;
  const y = run(addend === undefined ? [batch, kernel] : [batch, kernel, addend]);
  return single ? reshape(y, y.shape.slice(1)) : y;
}

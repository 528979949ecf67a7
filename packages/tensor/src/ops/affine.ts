import { type DType, type FloatDType, floatType, promoteTypes } from '../dtype.ts';
import { gemm } from '../engine/gemm.ts';
import { ShapeError } from '../errors.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { requireTensors } from './argument-checks.ts';
import { cast } from './cast.ts';
import { rowMajor } from './contiguous.ts';

/** x, weight and, where there is one, bias. */
export type AffineInputs = [x: Tensor, weight: Tensor] | [x: Tensor, weight: Tensor, bias: Tensor];

export const affinePrimitive = definePrimitive('affine', ([x, weight, bias]: AffineInputs): [Tensor] => {
  const [outputs, inputs] = weight.shape;
  const out = allocate<Shape>([...x.shape.slice(0, -1), outputs], x.dtype);
  const m = inputs === 0 ? out.size / Math.max(1, outputs) : x.size / inputs;
  const rows = rowMajor(x);
  const addend = bias === undefined ? null : rowMajor(bias);
  const [bRow, bCol] = [weight.strides[1], weight.strides[0]];
  const offset = addend?.address ?? 0;
  gemm(x.dtype as FloatDType, {
    c: out.address,
    a: rows.address,
    b: weight.address,
    ...{ m, n: outputs, k: inputs, aRow: inputs, aCol: 1, bRow, bCol, bias: offset },
  });
  if (rows !== x) rows.dispose();
  if (addend !== bias) addend?.dispose();
  return [out];
});

/**
 * The map of a linear layer: y = x·Wᵀ + b over the last axis, in one pass.
 *
 * @shape x [..., I], weight [O, I], bias [O] → [..., O]
 * @throws {ShapeError} when x's last axis is not I or bias is not [O]
 * @example
 * affine(tensor([1, 2]), tensor([[1, 0], [1, 1]]), tensor([10, 20])).toArray() // => [11, 23]
 */
export function affine(x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  return apply(affinePrimitive, affineInputs('affine', x, weight, bias), null)[0];
}

/**
 * The operands of an affine map, of one float type.
 *
 * @throws {ShapeError} when they do not fit together
 */
export function affineInputs(op: string, x: Tensor, weight: Tensor, bias: Tensor | null): AffineInputs {
  const operands = bias === null ? [x, weight] : [x, weight, bias];
  requireTensors(op, operands);
  const refuse = (problem: string, axis: number, mend?: string) =>
    new ShapeError({ op, problem, shapes: operands.map((operand) => operand.shape), axis, mend });
  if (weight.rank !== 2) throw refuse(`weight must be [out, in], but has ${weight.rank} axes`, 0);
  const [outputs, inputs] = weight.shape;
  if (x.rank === 0) throw refuse('a scalar has no features', -1);
  const features = x.shape[x.rank - 1];
  if (features !== inputs) {
    throw refuse(
      `x has ${features} features, weight takes ${inputs}`,
      -1,
      features === outputs ? 'did you mean weight.transpose()?' : undefined,
    );
  }
  if (bias !== null && (bias.rank !== 1 || bias.shape[0] !== outputs)) throw refuse(`bias must be [${outputs}]`, 0);
  const dtype = floatType(operands.reduce<DType>((type, operand) => promoteTypes(type, operand.dtype), 'bool'));
  const [input, matrix, addend] = operands.map((operand) => cast(operand, dtype));
  return addend === undefined ? [input, matrix] : [input, matrix, addend];
}

import type { AnyPrimitive, Tensor } from '@ml/tensor';

type Count = (inputs: readonly Tensor[], output: Tensor) => number;

/** Multiply–adds of each output element are those of one row of the weight. */
const rows: Count = ([, weight], y) => y.size * (weight.size / Math.max(1, weight.shape[0]));

/** Operations that multiply and add along an axis, by the name of their primitive. */
const counts: Readonly<Record<string, Count>> = {
  affine: rows, // weight [O, I]
  affineGelu: rows,
  attention: ([q, k, v], out) => q.size * k.shape[2] + out.size * v.shape[2], // all pairs of tokens, also where a mask hides some
  conv: rows, // weight [O, C / groups, ...kernel]
  convTranspose: ([x, weight]) => x.size * (weight.size / Math.max(1, weight.shape[0])), // weight [C, O / groups, ...kernel]
  matmul: ([a], y) => y.size * (a.shape.at(-1) ?? 1),
  recurrence: ([x, weightIh, weightHh]) => x.shape[0] * x.shape[1] * (weightIh.size + weightHh.size), // x [T, B, I], padding too
};

/** Multiply–adds of one operation: matrix products, convolutions, recurrences and attention; everything else counts nothing. */
export function multiplyAdds({ name }: AnyPrimitive, inputs: readonly Tensor[], outputs: readonly Tensor[]): number {
  return Object.hasOwn(counts, name) ? counts[name](inputs, outputs[0]) : 0;
}

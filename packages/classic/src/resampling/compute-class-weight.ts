import type { Tensor } from '@ml/tensor';
import { type ClassWeight, classWeights } from '../base/class-weight.ts';
import { DataError } from '../base/data-error.ts';
import { describeParameter } from '../base/describe-parameter.ts';
import { type Label, type Labels, labelList } from '../base/labels.ts';
import { vector } from '../base/values.ts';

export interface ClassWeightInput<L extends Label> {
  /** The classes, in the order of the weights. */
  readonly classes: readonly L[];
  readonly y: Labels<L>;
}

/**
 * What each class weighs: 1 (null), N / (K · count) ('balanced'), or as listed by label, 1 for those not listed.
 *
 * @shape → [K]
 * @throws {DataError} when a label is none of the classes, or a class does not occur
 * @reference agrees with sklearn.utils.class_weight.compute_class_weight
 * @example
 * computeClassWeight('balanced', { classes: ['a', 'b'], y: ['a', 'a', 'a', 'b'] }).toArray() // => [0.6666666666666666, 2]
 */
export function computeClassWeight<L extends Label>(
  classWeight: ClassWeight,
  { classes, y }: ClassWeightInput<L>,
): Tensor<[number]> {
  const op = 'computeClassWeight';
  const place = new Map(classes.map((label, k) => [label, k]));
  const codes = Int32Array.from(labelList<L>(op, y), (label, i) => {
    const code = place.get(label);
    if (code === undefined)
      throw new DataError(`${op}: label ${i} is ${describeParameter(label)}, which is none of the classes`);
    return code;
  });
  const absent = classes.findIndex((_, k) => !codes.includes(k));
  if (absent >= 0) throw new DataError(`${op}: class ${describeParameter(classes[absent])} does not occur in y`);
  return vector(classWeights(op, classWeight, classes, codes));
}

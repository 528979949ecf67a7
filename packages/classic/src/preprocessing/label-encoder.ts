import type { Tensor } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { DataError } from '../base/data-error.ts';
import { describeParameter } from '../base/describe-parameter.ts';
import { Estimator } from '../base/estimator.ts';
import { decodeLabels, encodeLabels, type Label, type Labels, labelList, type Predicted } from '../base/labels.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { tagsOf } from '../base/tags.ts';
import { integers } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';

export type LabelEncoderParams = Record<never, never>;

interface LabelEncoderState<L extends Label> {
  readonly classes: readonly L[];
}

/**
 * Labels as numbers 0 … K − 1, in ascending order of the labels. For targets; features are for OrdinalEncoder.
 *
 * @shape y [N] → [N]
 * @throws {DataError} when a label was not seen in `fit`
 * @reference agrees with sklearn.preprocessing.LabelEncoder
 * @example
 * const encoder = new LabelEncoder<string>().fit(['cat', 'dog', 'ant']);
 * encoder.transform(['dog', 'ant']).toArray() // => [2, 0]
 * encoder.inverseTransform([1]) // => ['cat']
 */
export class LabelEncoder<L extends Label = number> extends Estimator<LabelEncoderParams, LabelEncoderState<L>> {
  static readonly estimatorName = 'LabelEncoder';
  static readonly defaults: LabelEncoderParams = {};
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { input: 'labels' });

  /** The labels, ascending. */
  get classes_(): readonly L[] {
    return this.learned.classes;
  }

  fit(y: Labels<L>): this {
    const { classes } = encodeLabels<L>('LabelEncoder.fit', y);
    this.see({ count: 1, names: null });
    return this.learn({ classes });
  }

  /** @shape → [N] int32 */
  transform(y: Labels<L>): Tensor<[number]> {
    const place = new Map(this.learned.classes.map((label, k) => [label, k]));
    const codes = labelList<L>('LabelEncoder.transform', y).map((label, i) => {
      const code = place.get(label);
      if (code === undefined)
        throw new DataError(`LabelEncoder.transform: label ${i} is ${describeParameter(label)}, which fit did not see`);
      return code;
    });
    return integers(codes);
  }

  fitTransform(y: Labels<L>): Tensor<[number]> {
    return this.fit(y).transform(y);
  }

  inverseTransform(codes: VectorLike): Predicted<L> {
    const { classes } = this.learned;
    const op = 'LabelEncoder.inverseTransform';
    const list = checkVector(op, codes, null, 'y');
    const odd = list.findIndex((code) => !(Number.isInteger(code) && code >= 0 && code < classes.length));
    if (odd >= 0) throw new DataError(`${op}: code ${odd} is ${list[odd]}, there are 0 to ${classes.length - 1}`);
    return decodeLabels(classes, list);
  }

  protected readState(state: unknown): LabelEncoderState<L> {
    return { classes: new StateReader('LabelEncoder', state).classes<L>() };
  }
}

import { type Tensor, tidy } from '@ml/tensor';
import { checkFeatureCount, checkMatrix } from '../base/check-matrix.ts';
import { Estimator } from '../base/estimator.ts';
import { decodeLabels, encodeLabels, type Label, type Labels, labelList, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';

export interface LabelBinarizerParams {
  readonly negLabel: number;
  readonly posLabel: number;
}

interface LabelBinarizerState<L extends Label> {
  readonly classes: readonly L[];
}

/**
 * Labels as columns, one against the rest: `posLabel` in the column of the label, `negLabel` in the others. Two classes share one
 * column, that of the second.
 *
 * @shape y [N] → [N, K], or [N, 1] for up to two classes
 * @special a label that `fit` did not see has `negLabel` everywhere
 * @reference agrees with sklearn.preprocessing.LabelBinarizer
 * @example
 * new LabelBinarizer().fitTransform([3, 1, 2]).toArray() // => [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
 */
export class LabelBinarizer<L extends Label = number> extends Estimator<LabelBinarizerParams, LabelBinarizerState<L>> {
  static readonly estimatorName = 'LabelBinarizer';
  static readonly defaults: LabelBinarizerParams = { negLabel: 0, posLabel: 1 };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { input: 'labels' });

  /** The labels, ascending. */
  get classes_(): readonly L[] {
    return this.learned.classes;
  }

  fit(y: Labels<L>): this {
    const { negLabel, posLabel } = this.params;
    requireParameter('LabelBinarizer', 'negLabel', negLabel, negLabel < posLabel, `below posLabel (${posLabel})`);
    const { classes } = encodeLabels<L>('LabelBinarizer.fit', y);
    this.see({ count: 1, names: null });
    return this.learn({ classes });
  }

  transform(y: Labels<L>): Tensor<[number, number]> {
    const { classes } = this.learned;
    const { negLabel, posLabel } = this.params;
    const labels = labelList<L>('LabelBinarizer.transform', y);
    const width = classes.length <= 2 ? 1 : classes.length;
    const place = new Map(classes.map((label, k) => [label, width === 1 ? k - 1 : k]));
    const out = new Float64Array(labels.length * width).fill(negLabel);
    labels.forEach((label, i) => {
      const column = place.get(label) ?? -1;
      if (column >= 0) out[i * width + column] = posLabel;
    });
    return matrix(out, labels.length, width);
  }

  fitTransform(y: Labels<L>): Tensor<[number, number]> {
    return this.fit(y).transform(y);
  }

  /**
   * The label of the largest column of each row; of two classes the second where the one column is above the threshold.
   *
   * @param options.threshold default: the middle of `negLabel` and `posLabel`
   */
  inverseTransform(Y: MatrixLike, options: { readonly threshold?: number } = {}): Predicted<L> {
    const { classes } = this.learned;
    const { threshold = (this.params.negLabel + this.params.posLabel) / 2 } = options;
    const op = 'LabelBinarizer.inverseTransform';
    const codes = tidy(() => {
      const scores = checkMatrix(op, Y).X;
      const width = classes.length <= 2 ? 1 : classes.length;
      checkFeatureCount(op, scores, width);
      const data = values(scores);
      return Int32Array.from({ length: scores.shape[0] }, (_, i) => {
        if (width === 1) return classes.length === 2 && data[i] > threshold ? 1 : 0;
        let best = 0;
        for (let k = 1; k < width; k++) if (data[i * width + k] > data[i * width + best]) best = k;
        return best;
      });
    });
    return decodeLabels(classes, codes);
  }

  protected readState(state: unknown): LabelBinarizerState<L> {
    return { classes: new StateReader('LabelBinarizer', state).classes<L>() };
  }
}

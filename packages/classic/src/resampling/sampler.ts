import { type Rng, type Tensor, tidy } from '@ml/tensor';
import { checkSameLength } from '../base/check-matrix.ts';
import { DataError } from '../base/data-error.ts';
import { Estimator } from '../base/estimator.ts';
import { encodeLabels, type Label, type Labels, type Predicted, predictedLabels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { integers, values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { newMatrix } from '../preprocessing/new-matrix.ts';
import { type Direction, type SamplingStrategy, targetCounts } from './sampling-strategy.ts';

export interface SamplerParams {
  readonly samplingStrategy: SamplingStrategy;
  readonly randomState: RandomState;
}

/** What a sampler remembers of the last `fit` or `fitResample`. */
export interface SamplerState {
  readonly classes: readonly Label[];
  /** Samples of each class afterwards. */
  readonly targets: Int32Array;
  /** Rows of X that were taken, in order; empty where samples are made up, and before `fitResample`. */
  readonly indices: Int32Array;
}

/** Samples and their labels. */
export interface Resampled<L extends Label = Label> {
  /** [N', F] */
  readonly X: Tensor<[number, number]>;
  /** [N'] */
  readonly y: Predicted<L>;
}

/** Samples of X by class, as those that make new ones see them. */
export interface ClassSamples {
  readonly data: Float64Array;
  readonly columns: number;
  readonly classes: readonly Label[];
  /** Rows of each class, ascending. */
  readonly rows: readonly Int32Array[];
  readonly targets: Int32Array;
  readonly rng: Rng;
}

/** What comes out, class by class: rows of X that are kept or repeated, and new ones. */
export interface Drawn {
  /** Row of X, class of it. */
  readonly rows: Int32Array;
  readonly codes: Int32Array;
  /** Made-up samples behind them. [new, F] */
  readonly made: Float64Array;
  readonly madeCodes: Int32Array;
}

/**
 * Changes how many samples classes have. It is no transformer: the number of samples changes, labels too, and it has no business
 * with samples to be predicted.
 */
export abstract class Sampler<P extends SamplerParams> extends Estimator<P, SamplerState> {
  /** The labels seen in `fit`, ascending. */
  get classes_(): readonly Label[] {
    return this.learned.classes;
  }

  /** Samples that each class has afterwards, by label. */
  get samplingStrategy_(): Readonly<Record<string, number>> {
    const { classes, targets } = this.learned;
    return Object.fromEntries(classes.map((label, k) => [String(label), targets[k]]));
  }

  /** Looks at the classes only; `fitResample` does the work. */
  fit(X: MatrixLike, y: Labels): this {
    return this.learn({ ...tidy(() => this.#look(X, y).state), indices: new Int32Array(0) });
  }

  /**
   * Samples in which the classes have the sizes asked for.
   *
   * @shape X [N, F], y [N] → X [N', F], y [N']
   */
  fitResample(X: MatrixLike, y: ArrayLike<string>): Resampled<string>;
  fitResample(X: MatrixLike, y: Tensor | ArrayLike<number>): Resampled<number>;
  fitResample(X: MatrixLike, y: Labels): Resampled<Label> {
    const { randomState } = this.params;
    const rng = generatorOf(this.class.estimatorName, randomState);
    const { out, labels, state } = tidy(() => {
      const { samples, codes, classes, state } = this.#look(X, y);
      const columns = samples.shape[1];
      const rows = classes.map((_, k) => Int32Array.from(codes.keys()).filter((i) => codes[i] === k));
      const drawn = this.draw({ data: values(samples), columns, classes, rows, targets: state.targets, rng });
      const out = newMatrix(drawn.rows.length + drawn.madeCodes.length, columns);
      const to = values(out);
      const from = values(samples);
      drawn.rows.forEach((row, i) => {
        for (let j = 0; j < columns; j++) to[i * columns + j] = from[row * columns + j];
      });
      to.set(drawn.made, drawn.rows.length * columns);
      const labels = [...drawn.codes, ...drawn.madeCodes].map((code) => classes[code]);
      return {
        out,
        labels,
        state: { ...state, indices: drawn.madeCodes.length === 0 ? drawn.rows : new Int32Array(0) },
      };
    });
    this.learn(state);
    return { X: out, y: predictedLabels(labels) };
  }

  #look(X: MatrixLike, y: Labels) {
    const { estimatorName } = this.class;
    const op = `${estimatorName}.fitResample`;
    const samples = this.fitX(X);
    const { classes, codes } = encodeLabels(op, y);
    checkSameLength(op, samples, codes.length);
    if (classes.length < 2) throw new DataError(`${op}: y has one class (${classes[0]}), at least 2 are needed`);
    const counts = new Int32Array(classes.length);
    for (const code of codes) counts[code]++;
    const targets = targetCounts(estimatorName, this.params.samplingStrategy, this.direction, { classes, counts });
    return { samples, codes, classes, state: { classes, targets } };
  }

  protected abstract readonly direction: Direction;

  protected abstract draw(classes: ClassSamples): Drawn;

  protected readState(state: unknown): SamplerState {
    const read = new StateReader(this.class.estimatorName, state);
    const classes = read.classes();
    return { classes, targets: read.int32('targets', classes.length), indices: read.int32('indices') };
  }

  /** Rows of X that came out of the last `fitResample`, where all samples are of X. @shape → [N'] int32 */
  protected get drawnIndices(): Tensor<[number]> {
    return integers(this.learned.indices);
  }
}

/** The class of each sample, from the rows of the classes. */
export function codesOf(rows: readonly Int32Array[]): Int32Array {
  const codes = new Int32Array(rows.reduce((sum, own) => sum + own.length, 0));
  rows.forEach((own, k) => {
    for (const row of own) codes[row] = k;
  });
  return codes;
}

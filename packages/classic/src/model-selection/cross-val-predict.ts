import { isTensor, type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { AnyEstimator } from '../base/estimator.ts';
import { type Label, predictedLabels } from '../base/labels.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { matrix, vector } from '../base/values.ts';
import { type CrossValidationOptions, prepare } from './cross-validate.ts';
import { callMethod } from './has-method.ts';
import { takePortable } from './portable-samples.ts';
import { type Samples, sampleCount } from './samples.ts';

export interface CrossValPredictOptions extends CrossValidationOptions {
  /** What to ask the fitted estimators; default 'predict'. */
  readonly method?: 'predict' | 'predictProba' | 'predictLogProba' | 'decisionFunction' | 'transform' | undefined;
}

/** What `method` answers for one sample each. */
type Answer<E, M> = E extends Record<M & string, (X: never) => infer R> ? R : never;

/**
 * What is said of each sample by an estimator that was not fitted on it.
 *
 * @throws {DataError} when the splitter judges a sample twice or never, or a class is not among the samples of a fit
 * @reference agrees with sklearn.model_selection.cross_val_predict
 * @example
 * crossValPredict(new LinearRegression(), [[0], [1], [2], [3]], [1, 1, 1, 1], { cv: 2 }).toArray() // => [1, 1, 1, 1]
 */
export function crossValPredict<E extends AnyEstimator, O extends CrossValPredictOptions>(
  estimator: E,
  X: Samples,
  y: Samples | null = null,
  options: O = {} as O,
): Answer<E, O extends { method: infer M extends string } ? M : 'predict'> {
  const op = 'crossValPredict';
  const { method = 'predict' } = options;
  requireOneOf(op, 'method', method, ['predict', 'predictProba', 'predictLogProba', 'decisionFunction', 'transform']);
  const { answers, columns } = tidy(() => {
    const { splits, setting } = prepare(op, estimator, { X, y }, options);
    const n = sampleCount(op, X);
    const answers: Label[][] = new Array(n);
    let columns: number | null = null;
    let classes: readonly Label[] | null = null;
    splits.forEach(({ train, test }, done) => {
      const part = (indices: Int32Array) => ({
        X: takePortable(setting.X, indices),
        y: setting.y === null ? undefined : takePortable(setting.y, indices),
      });
      const samples = part(train);
      const weights = setting.sampleWeight;
      const fitOptions = weights === null ? {} : { sampleWeight: Float64Array.from(train, (i) => weights[i]) };
      const fitted = estimator.clone();
      callMethod(fitted, 'fit', samples.X, samples.y, fitOptions);
      const own = (fitted as unknown as { classes_?: readonly Label[] }).classes_ ?? null;
      if (method !== 'predict' && classes !== null && String(own) !== String(classes))
        throw new DataError(`${op}: one fit saw the classes ${classes.join(', ')}, another ${own?.join(', ')}`);
      classes = own;
      const said = callMethod(fitted, method, part(test).X) as Tensor | readonly string[];
      const width = isTensor(said) && said.rank > 1 ? (said.shape[1] as number) : null;
      const list: ArrayLike<Label> = isTensor(said) ? toTypedArray(said) : said;
      columns = width;
      test.forEach((i, row) => {
        if (answers[i] !== undefined) throw new DataError(`${op}: the splitter judges sample ${i} more than once`);
        answers[i] = Array.from({ length: width ?? 1 }, (_, k) => list[row * (width ?? 1) + k]);
      });
      options.onProgress?.({ done: done + 1, total: splits.length });
    });
    for (let i = 0; i < n; i++)
      if (answers[i] === undefined) throw new DataError(`${op}: the splitter never judges sample ${i}`);
    return { answers, columns: columns as number | null };
  });
  return assemble(answers, columns, estimator, method) as never;
}

function assemble(
  answers: readonly Label[][],
  columns: number | null,
  estimator: AnyEstimator,
  method: string,
): unknown {
  if (columns !== null) return matrix(answers.flat() as number[], answers.length, columns);
  const list = answers.map(([answer]) => answer);
  const areLabels = method === 'predict' && estimator.tags.kind !== 'regressor';
  return areLabels ? predictedLabels(list) : vector(list as number[]);
}

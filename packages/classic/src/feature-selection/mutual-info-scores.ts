import { ParameterError, requireCount } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { categoriesOf, encodeColumn } from '../preprocessing/categories.ts';
import { columnMoments, isConstantColumn } from '../preprocessing/column-moments.ts';
import { presentColumn } from '../preprocessing/column-quantiles.ts';
import { continuousInformation, discreteInformation, mixedInformation } from './mutual-information.ts';

export interface MutualInfoOptions {
  /** Which features are discrete: all, none ('auto' too), a mark for each, or their numbers. */
  readonly discreteFeatures?: 'auto' | boolean | readonly boolean[] | readonly number[];
  /** Neighbours that estimates for continuous variables look at: more of them vary less, and are more biased. */
  readonly nNeighbors?: number;
  /** Seed of the noise that parts equal values. */
  readonly randomState?: RandomState;
}

/** A target as numbers, or as codes of classes. */
export type InformationTarget = { readonly numbers: Float64Array } | { readonly codes: Int32Array };

/**
 * Information of every feature about the target.
 *
 * Continuous variables are scaled to variance 1, and get noise of 10⁻¹⁰ of their size: the estimates need distinct values.
 *
 * @shape data [N, columns] → [columns]
 */
export function mutualInfoScores(
  op: string,
  data: Float64Array,
  columns: number,
  { target, options }: { readonly target: InformationTarget; readonly options: MutualInfoOptions },
): Float64Array {
  const { discreteFeatures = 'auto', nNeighbors = 3, randomState = null } = options;
  requireCount(op, 'nNeighbors', nNeighbors);
  const rng = generatorOf(op, randomState);
  const isDiscrete = discreteMarks(op, discreteFeatures, columns);
  const n = data.length / columns;
  const noisy = (column: Float64Array): Float64Array => {
    const moments = columnMoments(column, 1, null);
    const scale = isConstantColumn(moments, 0) ? 1 : Math.sqrt(moments.variance[0]);
    const scaled = column.map((value) => value / scale);
    const size = 1e-10 * Math.max(1, scaled.reduce((sum, value) => sum + Math.abs(value), 0) / n);
    return scaled.map((value) => value + size * rng.normal());
  };
  const features = isDiscrete.map((discrete, j) => {
    const column = presentColumn(data, columns, j);
    return discrete ? encodeColumn(column, categoriesOf(column)) : noisy(column);
  });
  const y = 'codes' in target ? target.codes : noisy(target.numbers);
  return Float64Array.from(features, (x) => {
    if (x instanceof Int32Array)
      return y instanceof Int32Array ? discreteInformation(x, y) : mixedInformation(y, x, nNeighbors);
    if (y instanceof Int32Array) return mixedInformation(x, y, nNeighbors);
    if (nNeighbors >= n)
      throw new ParameterError(`${op}: nNeighbors must be below the number of samples, ${n}, not ${nNeighbors}`);
    return continuousInformation(x, y, nNeighbors);
  });
}

function discreteMarks(
  op: string,
  which: NonNullable<MutualInfoOptions['discreteFeatures']>,
  columns: number,
): boolean[] {
  const marks = new Array<boolean>(columns).fill(which === true);
  if (which === 'auto' || typeof which === 'boolean') return marks;
  if (which.every((each) => typeof each === 'boolean')) {
    if (which.length !== columns)
      throw new ParameterError(`${op}: discreteFeatures has ${which.length} marks for ${columns} features`);
    return [...which];
  }
  for (const j of which as readonly number[]) {
    if (!(Number.isInteger(j) && j >= 0 && j < columns))
      throw new ParameterError(`${op}: discreteFeatures has ${j}, there are features 0 to ${columns - 1}`);
    marks[j] = true;
  }
  return marks;
}

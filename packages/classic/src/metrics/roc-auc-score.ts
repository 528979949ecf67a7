import type { Tensor } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { Labels } from '../base/labels.ts';
import { ParameterError, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { vector } from '../base/values.ts';
import {
  type ClassScores,
  checkColumns,
  type ScoredLabels,
  type ScoredLabelsOptions,
  scoredLabels,
} from './class-scores.ts';
import { average as mean } from './metric-weights.ts';
import { countAtThresholds } from './threshold-counts.ts';

/** How areas of several classes become one; null: one for each class. */
export type RocAverage = 'micro' | 'macro' | 'weighted' | null;

export interface RocAucOptions<A extends RocAverage = RocAverage> extends ScoredLabelsOptions {
  /** Default 'macro'; has no meaning for two classes. */
  readonly average?: A | undefined;
  /** More than two classes: each against all others ('ovr'), or every pair ('ovo'). Must be chosen. */
  readonly multiClass?: 'raise' | 'ovr' | 'ovo' | undefined;
  /** The area up to this share of false positives only, scaled so that 0.5 is chance (McClish). */
  readonly maxFpr?: number | null | undefined;
}

/**
 * Area under the ROC curve: the chance that a positive sample scores higher than a negative one, ties counting half.
 *
 * @shape yScore [N] speaking for the greater of two classes, or [N, K] probabilities of the classes in ascending order
 * @throws {DataError} when there is one class only, or probabilities do not sum to 1
 * @complexity O(N log N) per class or pair
 * @reference Fawcett (2006), Hand & Till (2001); agrees with sklearn.metrics.roc_auc_score
 * @example
 * rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) // => 0.75
 */
export function rocAucScore<A extends RocAverage = 'macro'>(
  yTrue: Labels,
  yScore: ClassScores,
  options: RocAucOptions<A> = {},
): A extends null ? Tensor<[number]> : number {
  const { average = 'macro', multiClass = 'raise', maxFpr = null } = options as RocAucOptions;
  const op = 'rocAucScore';
  requireOneOf(op, 'average', average, ['micro', 'macro', 'weighted', null]);
  requireOneOf(op, 'multiClass', multiClass, ['raise', 'ovr', 'ovo']);
  requireParameter(op, 'maxFpr', maxFpr, maxFpr === null || (maxFpr > 0 && maxFpr <= 1), 'null or in (0, 1]');
  const scored = scoredLabels(op, yTrue, yScore, options);
  const isBinary = scored.classes.length <= 2 && scored.columns <= 2;
  const result = isBinary ? binaryArea(op, scored, maxFpr) : severalAreas(op, scored, { average, multiClass, maxFpr });
  return result as A extends null ? Tensor<[number]> : number;
}

function binaryArea(
  op: string,
  { data, columns, truth, weights, classes }: ScoredLabels,
  maxFpr: number | null,
): number {
  if (columns !== 1) throw new DataError(`${op}: one score per sample is needed for two classes, there are ${columns}`);
  if (classes.length < 2) throw new DataError(`${op}: yTrue has one class (${classes[0]}), the area is not defined`);
  return areaUnderRoc(op, Uint8Array.from(truth), data, weights, maxFpr);
}

function areaUnderRoc(
  op: string,
  isPositive: Uint8Array,
  scores: Float64Array,
  weights: Float64Array | null,
  maxFpr: number | null = null,
): number {
  const { fps, tps } = countAtThresholds(isPositive, scores, weights);
  const negatives = fps[fps.length - 1];
  const positives = tps[tps.length - 1];
  if (!(negatives > 0 && positives > 0)) throw new DataError(`${op}: a class has no samples, the area is not defined`);
  const most = maxFpr === null ? 1 : maxFpr;
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < fps.length && x < most; i++) {
    const nextX = fps[i] / negatives;
    const nextY = tps[i] / positives;
    const end = Math.min(nextX, most);
    const height = nextX === end ? nextY : y + ((nextY - y) * (end - x)) / (nextX - x);
    area += ((end - x) * (y + height)) / 2;
    x = end;
    y = height;
  }
  if (most === 1) return area;
  const least = 0.5 * most * most;
  return 0.5 * (1 + (area - least) / (most - least));
}

type SeveralOptions = Required<Pick<RocAucOptions, 'average' | 'multiClass' | 'maxFpr'>>;

function severalAreas(
  op: string,
  scored: ScoredLabels,
  { average, multiClass, maxFpr }: SeveralOptions,
): number | Tensor<[number]> {
  if (multiClass === 'raise')
    throw new ParameterError(`${op}: more than two classes need { multiClass: 'ovr' or 'ovo' }`);
  if (maxFpr !== null && maxFpr !== 1) throw new ParameterError(`${op}: maxFpr is for two classes`);
  checkColumns(op, scored);
  const { data, rows, columns } = scored;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += data[i * columns + k];
    if (!(Math.abs(sum - 1) <= 1e-8 + 1e-5 * Math.abs(sum)))
      throw new DataError(`${op}: probabilities of sample ${i} sum to ${sum}, not 1`);
  }
  if (multiClass === 'ovo') return pairAreas(op, scored, average as RocAverage);
  return restAreas(op, scored, average as RocAverage);
}

/** Each class against all others. */
function restAreas(op: string, scored: ScoredLabels, average: RocAverage): number | Tensor<[number]> {
  const { data, rows, columns, truth, weights } = scored;
  if (average === 'micro') {
    const isTrue = Uint8Array.from(data, (_, at) => Number(truth[Math.floor(at / columns)] === at % columns));
    const each = weights === null ? null : Float64Array.from(data, (_, at) => weights[Math.floor(at / columns)]);
    return areaUnderRoc(op, isTrue, data, each);
  }
  const areas = new Float64Array(columns);
  const shares = new Float64Array(columns);
  for (let k = 0; k < columns; k++) {
    const isTrue = Uint8Array.from(truth, (code) => Number(code === k));
    const scores = Float64Array.from({ length: rows }, (_, i) => data[i * columns + k]);
    areas[k] = areaUnderRoc(op, isTrue, scores, weights);
    for (let i = 0; i < rows; i++) shares[k] += isTrue[i] * (weights === null ? 1 : weights[i]);
  }
  return average === null ? vector(areas) : mean(areas, average === 'weighted' ? shares : null);
}

/** Every pair of classes, by the samples of these, once with the scores of the one and once with those of the other. */
function pairAreas(op: string, scored: ScoredLabels, average: RocAverage): number {
  if (average !== 'macro' && average !== 'weighted')
    throw new ParameterError(`${op}: multiClass 'ovo' is averaged by 'macro' or 'weighted', not ${average}`);
  const { data, columns, truth, weights } = scored;
  if (weights !== null) throw new ParameterError(`${op}: multiClass 'ovo' takes no sampleWeight`);
  const areas: number[] = [];
  const shares: number[] = [];
  for (let a = 0; a < columns; a++)
    for (let b = a + 1; b < columns; b++) {
      const members = Int32Array.from(truth.keys()).filter((i) => truth[i] === a || truth[i] === b);
      const area = (k: number): number =>
        areaUnderRoc(
          op,
          Uint8Array.from(members, (i) => Number(truth[i] === k)),
          Float64Array.from(members, (i) => data[i * columns + k]),
          null,
        );
      areas.push((area(a) + area(b)) / 2);
      shares.push(members.length);
    }
  return mean(areas, average === 'weighted' ? shares : null);
}

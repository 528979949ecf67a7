import type { Label } from '../base/labels.ts';
import { ParameterError, requireParameter } from '../base/parameter-error.ts';

/**
 * How many samples the classes are to have: which of them are brought to the size of the largest (over-sampling) or the smallest
 * (under-sampling); of two classes the ratio smaller / larger; or the number for each class by its label. 'auto' is
 * 'not majority' for over-sampling, 'not minority' for under-sampling.
 */
export type SamplingStrategy =
  | 'auto'
  | 'minority'
  | 'majority'
  | 'not minority'
  | 'not majority'
  | 'all'
  | number
  | Readonly<Record<string, number>>;

export type Direction = 'over' | 'under';

const words = ['auto', 'minority', 'majority', 'not minority', 'not majority', 'all'];

/**
 * Samples that every class is to have afterwards.
 *
 * @param counts samples that each class has
 * @throws {ParameterError} when over-sampling would take samples away, or under-sampling would need more than there are
 */
export function targetCounts(
  estimator: string,
  strategy: SamplingStrategy,
  direction: Direction,
  { classes, counts }: { readonly classes: readonly Label[]; readonly counts: Int32Array },
): Int32Array {
  const most = Math.max(...counts);
  const least = Math.min(...counts);
  const targets = counts.slice();
  if (typeof strategy === 'object' && strategy !== null)
    return byLabel(estimator, strategy, direction, { classes, counts });
  if (typeof strategy === 'number') {
    requireParameter(
      estimator,
      'samplingStrategy',
      strategy,
      strategy > 0 && strategy <= 1,
      'above 0 and at most 1 as a ratio',
    );
    requireParameter(
      estimator,
      'samplingStrategy',
      strategy,
      classes.length === 2,
      `no ratio with ${classes.length} classes`,
    );
    const larger = counts[1] > counts[0] ? 1 : 0;
    if (direction === 'over') targets[1 - larger] = Math.trunc(most * strategy);
    else targets[larger] = Math.trunc(least / strategy);
    return required(estimator, targets, direction, { classes, counts });
  }
  requireParameter(
    estimator,
    'samplingStrategy',
    strategy,
    words.includes(strategy),
    `one of ${words.map((word) => `'${word}'`).join(', ')}, a ratio or an object`,
  );
  const minority = counts.indexOf(least);
  const majority = counts.indexOf(most);
  const chosen = strategy === 'auto' ? (direction === 'over' ? 'not majority' : 'not minority') : strategy;
  const isMeant = {
    minority: (k: number) => k === minority,
    majority: (k: number) => k === majority,
    'not minority': (k: number) => k !== minority,
    'not majority': (k: number) => k !== majority,
    all: () => true,
  }[chosen];
  return targets.map((count, k) => (isMeant(k) ? (direction === 'over' ? most : least) : count));
}

interface Classes {
  readonly classes: readonly Label[];
  readonly counts: Int32Array;
}

function byLabel(
  estimator: string,
  strategy: Readonly<Record<string, number>>,
  direction: Direction,
  { classes, counts }: Classes,
): Int32Array {
  const targets = counts.slice();
  for (const [label, count] of Object.entries(strategy)) {
    const k = classes.findIndex((each) => String(each) === label);
    if (k < 0) throw new ParameterError(`${estimator}: samplingStrategy names '${label}', which is no class`);
    const isCount = Number.isSafeInteger(count) && count >= 0;
    requireParameter(estimator, `samplingStrategy of '${label}'`, count, isCount, 'an integer ≥ 0');
    targets[k] = count;
  }
  return required(estimator, targets, direction, { classes, counts });
}

function required(
  estimator: string,
  targets: Int32Array,
  direction: Direction,
  { classes, counts }: Classes,
): Int32Array {
  const k = targets.findIndex((target, i) => (direction === 'over' ? target < counts[i] : target > counts[i]));
  if (k < 0) return targets;
  const side = direction === 'over' ? 'over-sampling adds to' : 'under-sampling takes from';
  throw new ParameterError(
    `${estimator}: samplingStrategy asks for ${targets[k]} samples of class ${classes[k]}, which has ${counts[k]}; ${side} them`,
  );
}

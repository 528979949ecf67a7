import { halfCosine } from './cosine.ts';
import type { Schedule } from './schedule.ts';

export interface OneCycleOptions {
  readonly maxLr: number;
  /** Number of steps of the whole run. */
  readonly total: number;
  /** Share of the steps until `maxLr` is reached; default 0.3. */
  readonly pctStart?: number;
  /** Shape of rise and fall; default 'cos'. */
  readonly anneal?: 'cos' | 'linear';
  /** The run starts at maxLr/divFactor; default 25. */
  readonly divFactor?: number;
  /** It ends at the start's learning rate divided by this; default 1e4. */
  readonly finalDivFactor?: number;
  /** Fall back to the start as fast as it rose, and only then to the end; default false. */
  readonly threePhase?: boolean;
}

/**
 * Rises from maxLr/divFactor to maxLr, then falls far below the start.
 *
 * @throws {RangeError} when total is not at least 1 or pctStart not in 0 … 1; and when asked for a step beyond the run
 * @reference Smith & Topin, Super-Convergence, arXiv:1708.07120; torch.optim.lr_scheduler.OneCycleLR
 * @example
 * [0, 2, 9].map(oneCycle({ maxLr: 1, total: 10, anneal: 'linear', divFactor: 4, finalDivFactor: 10 })) // => [0.25, 1, 0.025]
 */
export function oneCycle({
  maxLr,
  total,
  pctStart = 0.3,
  anneal = 'cos',
  divFactor = 25,
  finalDivFactor = 1e4,
  threePhase = false,
}: OneCycleOptions): Schedule {
  if (!(total >= 1)) throw new RangeError(`oneCycle: total must be ≥ 1, not ${total}`);
  if (!(pctStart >= 0 && pctStart <= 1)) throw new RangeError(`oneCycle: pctStart must be in 0 … 1, not ${pctStart}`);
  const start = maxLr / divFactor;
  const end = start / finalDivFactor;
  const top = pctStart * total - 1;
  const phases = threePhase
    ? [
        { until: top, from: start, to: maxLr },
        { until: 2 * pctStart * total - 2, from: maxLr, to: start },
        { until: total - 1, from: start, to: end },
      ]
    : [
        { until: top, from: start, to: maxLr },
        { until: total - 1, from: maxLr, to: end },
      ];
  return (step) => {
    if (step > total) throw new RangeError(`oneCycle: step ${step} is beyond the ${total} of the cycle`);
    let began = 0;
    for (const [i, { until, from, to }] of phases.entries()) {
      if (step <= until || i === phases.length - 1) {
        const share = (step - began) / (until - began);
        return anneal === 'cos' ? to + (from - to) * halfCosine(share) : from + (to - from) * share;
      }
      began = until;
    }
    return end;
  };
}

import type { Schedule } from './schedule.ts';

export interface CyclicOptions {
  readonly baseLr: number;
  readonly maxLr: number;
  /** Steps up; default 2000. */
  readonly stepSizeUp?: number;
  /** Steps down; default as many as up. */
  readonly stepSizeDown?: number;
  /** All peaks alike, each half as high as the one before, or gamma^step high; default 'triangular'. */
  readonly mode?: 'triangular' | 'triangular2' | 'expRange';
  /** For 'expRange'; default 1. */
  readonly gamma?: number;
}

/**
 * Goes up and down between two learning rates in straight lines.
 *
 * @throws {RangeError} when the steps of a side are not positive
 * @reference Smith, Cyclical Learning Rates, arXiv:1506.01186; torch.optim.lr_scheduler.CyclicLR
 * @example
 * [0, 1, 2, 3, 4].map(cyclic({ baseLr: 1, maxLr: 3, stepSizeUp: 2 })) // => [1, 2, 3, 2, 1]
 */
export function cyclic({
  baseLr,
  maxLr,
  stepSizeUp = 2000,
  stepSizeDown = stepSizeUp,
  mode = 'triangular',
  gamma = 1,
}: CyclicOptions): Schedule {
  if (!(stepSizeUp > 0 && stepSizeDown > 0)) {
    throw new RangeError(`cyclic: stepSizeUp and stepSizeDown must be > 0, not ${stepSizeUp} and ${stepSizeDown}`);
  }
  const length = stepSizeUp + stepSizeDown;
  return (step) => {
    const cycle = Math.floor(step / length);
    const at = step - cycle * length;
    const height = at <= stepSizeUp ? at / stepSizeUp : (length - at) / stepSizeDown;
    const scale = mode === 'triangular' ? 1 : mode === 'triangular2' ? 0.5 ** cycle : gamma ** step;
    return baseLr + (maxLr - baseLr) * height * scale;
  };
}

import type { Rng } from '@ml/tensor';
import { ParameterError } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';

/** Where `RandomizedSearchCV` draws a parameter from; plain data. */
export interface Distribution {
  readonly distribution: 'uniform' | 'logUniform' | 'randint';
  readonly low: number;
  readonly high: number;
}

function distribution(kind: Distribution['distribution'], low: number, high: number): Distribution {
  const holds = Number.isFinite(low) && Number.isFinite(high) && low < high;
  if (!holds) throw new ParameterError(`${kind}: low must be below high, not ${low} and ${high}`);
  return { distribution: kind, low, high };
}

/** Numbers from `low` up to `high`, all alike. */
export function uniform(low: number, high: number): Distribution {
  return distribution('uniform', low, high);
}

/** Numbers from `low` up to `high` whose logarithms are all alike: 0.001 … 0.01 is as likely as 0.1 … 1. */
export function logUniform(low: number, high: number): Distribution {
  if (!(low > 0)) throw new ParameterError(`logUniform: low must be > 0, not ${low}`);
  return distribution('logUniform', low, high);
}

/** Whole numbers from `low` up to, but without, `high`. */
export function randint(low: number, high: number): Distribution {
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high))
    throw new ParameterError(`randint: low and high must be whole numbers, not ${low} and ${high}`);
  return distribution('randint', low, high);
}

export function isDistribution(value: unknown): value is Distribution {
  return (
    typeof value === 'object' &&
    value !== null &&
    !isEstimator(value) &&
    typeof (value as Distribution).distribution === 'string'
  );
}

/** @throws {ParameterError} when there is no such distribution */
export function drawFrom({ distribution: kind, low, high }: Distribution, rng: Rng): number {
  if (kind === 'uniform') return rng.uniform(low, high);
  if (kind === 'randint') return rng.integers(low, high);
  if (kind === 'logUniform') return Math.min(high, Math.max(low, Math.exp(rng.uniform(Math.log(low), Math.log(high)))));
  throw new ParameterError(`there is no distribution '${String(kind)}'; there are uniform, logUniform, randint`);
}

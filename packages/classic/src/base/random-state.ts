import { defaultRng, Rng } from '@ml/tensor';
import { requireParameter } from './parameter-error.ts';

/** Seed of an estimator's random draws: the same seed gives the same bits; null draws from the default generator. */
export type RandomState = number | null;

/** The generator of one `fit`. @throws {ParameterError} when the seed is neither null nor an integer ≥ 0 */
export function generatorOf(estimator: string, randomState: RandomState): Rng {
  if (randomState === null) return defaultRng();
  const holds = Number.isSafeInteger(randomState) && randomState >= 0;
  requireParameter(estimator, 'randomState', randomState, holds, 'null or an integer ≥ 0');
  return new Rng(randomState);
}

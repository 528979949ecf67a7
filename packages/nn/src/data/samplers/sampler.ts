import type { Rng } from '@ml/tensor';

/**
 * The order in which an epoch goes through a data set. It is a function of the generator alone, so that an interrupted epoch
 * can be taken up again: a sampler keeps nothing from one epoch to the next.
 */
export interface Sampler {
  /** How many samples an epoch has. */
  readonly length: number;
  indices(rng: Rng): Iterable<number>;
}

/** The batches of an epoch, as a function of the generator alone. */
export interface BatchSamplerLike {
  /** How many batches an epoch has. */
  readonly length: number;
  batches(rng: Rng): Iterable<ArrayLike<number>>;
}

/** @throws {RangeError} naming the sampler and the option */
export function checkCount(op: string, name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${op}: ${name} must be an integer ≥ ${least}, not ${value}`);
}

import { Rng } from './rng.ts';
import type { Seed } from './seed-sequence.ts';

let current: Rng | null = null;

/** The generator every random operation draws from unless it is given one; seeded from the platform's entropy until `manualSeed`. */
export function defaultRng(): Rng {
  current ??= new Rng();
  return current;
}

/**
 * Restarts the default generator from a seed, so that what follows is repeatable.
 *
 * @param seed integer ≥ 0 of any size, or a list of them
 * @throws {RangeError} when a seed is negative, fractional or an unsafe number
 * @example
 * manualSeed(42).random() // => 0.7739560485559633
 */
export function manualSeed(seed: Seed): Rng {
  current = new Rng(seed);
  return current;
}

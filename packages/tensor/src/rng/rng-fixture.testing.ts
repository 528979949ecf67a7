import { readFileSync } from 'node:fs';
import type { Rng } from './rng.ts';
import type { Seed } from './seed-sequence.ts';

/** A generator's position as the fixtures write it. */
export interface Position {
  readonly state: string;
  readonly increment: string;
  readonly buffered: number | null;
}

/** Reads `fixtures/<name>.json`, written by tooling/parity/rng.py. */
export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'));
}

/** Seeds are decimal strings, since JSON numbers end at 2⁵³. */
export function parseSeed(seed: string | readonly string[]): Seed {
  return typeof seed === 'string' ? BigInt(seed) : seed.map(BigInt);
}

/** Where the generator stands: equal positions mean equal numbers of bits drawn. */
export function position(rng: Rng): Position {
  const { state, increment, buffered } = rng.getState();
  return { state, increment, buffered };
}

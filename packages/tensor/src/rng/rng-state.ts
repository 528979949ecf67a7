import type { Pcg64State } from './pcg64.ts';
import { SeedSequence } from './seed-sequence.ts';

/** A generator's exact position as JSON data: 128-bit integers are decimal strings, as NumPy prints them. */
export interface RngState {
  readonly algorithm: 'PCG64';
  readonly state: string;
  readonly increment: string;
  /** The half of a 64-bit draw that the next 32-bit draw will use, or null. */
  readonly buffered: number | null;
  /** What `spawn` derives children from. */
  readonly seed: {
    readonly entropy: string | readonly string[];
    readonly spawnKey: readonly number[];
    readonly childrenSpawned: number;
  };
}

/** Position and seed as plain data. */
export function packState({ state, increment, buffered }: Pcg64State, seed: SeedSequence): RngState {
  const { entropy, spawnKey, childrenSpawned } = seed;
  return {
    algorithm: 'PCG64',
    state: state.toString(),
    increment: increment.toString(),
    buffered,
    seed: {
      entropy: typeof entropy === 'object' ? entropy.map(String) : String(entropy),
      spawnKey: [...spawnKey],
      childrenSpawned,
    },
  };
}

/**
 * Reads `packState`'s data back. It may come from a file, so every field is checked before any is used.
 *
 * @throws {RangeError} naming the first field that no generator could have written
 */
export function unpackState(saved: RngState): { position: Pcg64State; seed: SeedSequence } {
  if (saved?.algorithm !== 'PCG64') throw new RangeError(`rng state: algorithm is ${saved?.algorithm}, not PCG64`);
  const { buffered, seed } = saved;
  const state = parseInteger('state', saved.state, 128n);
  const increment = parseInteger('increment', saved.increment, 128n);
  if (increment % 2n === 0n) throw new RangeError(`rng state: increment must be odd, got ${saved.increment}`);
  if (buffered !== null && buffered !== buffered >>> 0)
    throw new RangeError(`rng state: buffered is not a 32-bit integer or null: ${buffered}`);
  const { entropy, spawnKey, childrenSpawned } = seed ?? {};
  if (!isCount(childrenSpawned) || !Array.isArray(spawnKey) || !spawnKey.every(isCount))
    throw new RangeError('rng state: seed lacks its spawnKey or its count of children');
  const root = Array.isArray(entropy)
    ? entropy.map((digits) => parseInteger('entropy', digits))
    : parseInteger('entropy', entropy);
  return { position: { state, increment, buffered }, seed: new SeedSequence(root, spawnKey, childrenSpawned) };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function parseInteger(name: string, digits: unknown, bits?: bigint): bigint {
  const value = typeof digits === 'string' && /^\d+$/.test(digits) ? BigInt(digits) : null;
  if (value === null || (bits !== undefined && value >> bits !== 0n))
    throw new RangeError(`rng state: ${name} is not ${bits === undefined ? 'an' : `a ${bits}-bit`} integer: ${digits}`);
  return value;
}

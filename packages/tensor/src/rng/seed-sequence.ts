import { describeValue } from '../errors.ts';

/** What a generator can be seeded with: one non-negative integer of any size, or a list of them. */
export type Seed = number | bigint | readonly (number | bigint)[];

const POOL_SIZE = 4;
const INIT_A = 0x43b0d7e5;
const MULT_A = 0x931e8875;
const INIT_B = 0x8b51f9dd;
const MULT_B = 0x58f38ded;
const MIX_LEFT = 0xca01f9dd;
const MIX_RIGHT = 0x4973f715;

/**
 * Spreads an integer seed over as many well-mixed bits as a generator needs, and derives independent children.
 *
 * pool = mix(entropy ⧺ spawnKey), state = hash(pool). Every input bit reaches every pool word, so seeds 0, 1, 2, …
 * give unrelated streams, and child i of a seed depends only on (seed, i), never on how much was drawn before.
 *
 * @param entropy integer ≥ 0 of any size, or a list of them
 * @param spawnKey path from the root seed: child 2 of child 0 has [0, 2]
 * @throws {RangeError} when an integer is negative, fractional or, as a number, above 2⁵³ − 1
 * @reference O'Neill, "Developing a seed_seq Alternative" (2015); agrees with numpy.random.SeedSequence
 * @example
 * new SeedSequence(42).generateState(2) // => Uint32Array [3444837047, 2669555309]
 */
export class SeedSequence {
  readonly entropy: Seed;
  readonly spawnKey: readonly number[];
  #children: number;
  readonly #pool: Uint32Array;

  constructor(entropy: Seed, spawnKey: readonly number[] = [], childrenSpawned = 0) {
    this.entropy = Array.isArray(entropy) ? [...entropy] : entropy;
    this.spawnKey = [...spawnKey];
    this.#children = childrenSpawned;
    this.#pool = mixEntropy(assembleEntropy(this.entropy, this.spawnKey));
  }

  /** How many children this sequence has handed out; the next one gets this number as the end of its key. */
  get childrenSpawned(): number {
    return this.#children;
  }

  /** `count` words of 32 bits, the same ones on every call. */
  generateState(count: number): Uint32Array {
    const state = new Uint32Array(count);
    let hash = INIT_B;
    for (let i = 0; i < count; i++) {
      let word = this.#pool[i % POOL_SIZE] ^ hash;
      hash = Math.imul(hash, MULT_B);
      word = Math.imul(word, hash);
      state[i] = word ^ (word >>> 16);
    }
    return state;
  }

  /** `count` sequences whose streams are independent of this one and of each other; later calls give further ones. */
  spawn(count: number): SeedSequence[] {
    if (!Number.isSafeInteger(count) || count < 0)
      throw new RangeError(`spawn: count must be an integer ≥ 0, got ${count}`);
    const first = this.#children;
    this.#children += count;
    return Array.from({ length: count }, (_, i) => new SeedSequence(this.entropy, [...this.spawnKey, first + i]));
  }
}

/** 128 bits from the platform's cryptographic source, for generators nobody seeded. */
export function freshEntropy(): bigint {
  let entropy = 0n;
  for (const word of globalThis.crypto.getRandomValues(new Uint32Array(POOL_SIZE)))
    entropy = (entropy << 32n) | BigInt(word);
  return entropy;
}

/** Seed words, then the key's; a seed shorter than the pool is padded first, so that [seed] + key never equals a longer seed. */
function assembleEntropy(entropy: Seed, spawnKey: readonly number[]): number[] {
  const words = seedWords(entropy);
  if (spawnKey.length > 0) {
    while (words.length < POOL_SIZE) words.push(0);
    words.push(...seedWords(spawnKey));
  }
  return words;
}

function seedWords(seed: Seed): number[] {
  return Array.isArray(seed) ? seed.flatMap(integerWords) : integerWords(seed as number | bigint);
}

/** Little-endian 32-bit words of one integer; 0 is one word. */
function integerWords(value: number | bigint): number[] {
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value))
    throw new RangeError(`seed must be an integer below 2^53 (use a bigint above), got ${describeValue(value)}`);
  if (value < 0) throw new RangeError(`seed must not be negative, got ${value}`);
  const words: number[] = [];
  let rest = BigInt(value);
  do {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}

function mixEntropy(entropy: readonly number[]): Uint32Array {
  const pool = new Uint32Array(POOL_SIZE);
  let hash = INIT_A;
  const hashMix = (input: number): number => {
    let value = input ^ hash;
    hash = Math.imul(hash, MULT_A);
    value = Math.imul(value, hash);
    return value ^ (value >>> 16);
  };
  const stir = (into: number, value: number): void => {
    const mixed = Math.imul(MIX_LEFT, pool[into]) - Math.imul(MIX_RIGHT, hashMix(value));
    pool[into] = mixed ^ ((mixed >>> 16) & 0xffff);
  };
  for (let i = 0; i < POOL_SIZE; i++) pool[i] = hashMix(entropy[i] ?? 0);
  for (let from = 0; from < POOL_SIZE; from++) {
    for (let into = 0; into < POOL_SIZE; into++) if (from !== into) stir(into, pool[from]);
  }
  for (let from = POOL_SIZE; from < entropy.length; from++) {
    for (let into = 0; into < POOL_SIZE; into++) stir(into, entropy[from]);
  }
  return pool;
}

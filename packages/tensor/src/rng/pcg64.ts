// The multiplier 0x2360ed05_1fc65da4_4385df64_9fccf645, least significant word first.
const M0 = 0x9fccf645;
const M1 = 0x4385df64;
const M2 = 0x1fc65da4;
const M3 = 0x2360ed05;

const STATE = 0;
const INCREMENT = 4;
const HIGH = 8;
const LOW = 9;
const TWO_POW_MINUS_24 = 2 ** -24;
const TWO_POW_MINUS_32 = 2 ** -32;
const TWO_POW_MINUS_53 = 2 ** -53;

/** A generator's position as plain data: two 128-bit integers, and the half of a 64-bit draw kept for the next 32-bit one. */
export interface Pcg64State {
  readonly state: bigint;
  readonly increment: bigint;
  readonly buffered: number | null;
}

/**
 * PCG64 (XSL-RR 128/64): a 128-bit linear congruential generator with a permuted output.
 *
 * s ← s·M + c (mod 2¹²⁸), out = rotr64(sHigh ⊕ sLow, s ≫ 122)
 * The state lives in 32-bit words and a step allocates nothing: no BigInt. A 32-bit draw takes the low half of a
 * 64-bit one and keeps the high half for the next 32-bit draw, as NumPy does; 64-bit draws leave that half alone.
 *
 * @reference O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
 * Generation" (2014), §6.3; agrees with numpy.random.PCG64
 */
export class Pcg64 {
  /** state[0..3], increment[4..7], both least significant word first, then the last output's high and low halves. */
  readonly #words = new Uint32Array(10);
  #buffered = 0;
  #hasBuffered = false;

  /** @param seed eight words: initial state high to low 64 bits, then stream, each 64-bit half low word first */
  constructor(seed: Uint32Array) {
    const words = this.#words;
    words[INCREMENT] = (seed[6] << 1) | 1;
    words[INCREMENT + 1] = (seed[7] << 1) | (seed[6] >>> 31);
    words[INCREMENT + 2] = (seed[4] << 1) | (seed[7] >>> 31);
    words[INCREMENT + 3] = (seed[5] << 1) | (seed[4] >>> 31);
    this.step();
    const initial = [seed[2], seed[3], seed[0], seed[1]];
    let carry = 0;
    for (let i = 0; i < 4; i++) {
      const sum = words[STATE + i] + initial[i] + carry;
      words[STATE + i] = sum;
      carry = sum > 0xffffffff ? 1 : 0;
    }
    this.step();
  }

  /** Upper half of the last `step`'s output, unsigned. */
  get high(): number {
    return this.#words[HIGH];
  }

  /** Lower half of the last `step`'s output, unsigned. */
  get low(): number {
    return this.#words[LOW];
  }

  /** Advances once; the 64 output bits are then in `high` and `low`. */
  step(): void {
    const words = this.#words;
    const a0 = words[STATE];
    const a1 = words[STATE + 1];
    const a2 = words[STATE + 2];
    const a3 = words[STATE + 3];

    // Columns of the schoolbook product, in doubles. (a·M − low)·2⁻³² is the product's upper word up to the rounding of a·M,
    // below 2⁻¹⁹; a column of at most seven such words is below 2³⁵ and off by less than 2⁻¹⁵, so + ½ and truncation are
    // exact. `| 0` takes the low word, `· 2⁻³² | 0` the carry, added last because the next column waits for it.
    const low00 = Math.imul(a0, M0) >>> 0;
    const low01 = Math.imul(a0, M1) >>> 0;
    const low10 = Math.imul(a1, M0) >>> 0;
    const low02 = Math.imul(a0, M2) >>> 0;
    const low11 = Math.imul(a1, M1) >>> 0;
    const low20 = Math.imul(a2, M0) >>> 0;
    const column0 = low00 + words[INCREMENT];
    const column1 =
      (a0 * M0 - low00) * TWO_POW_MINUS_32 +
      low01 +
      low10 +
      words[INCREMENT + 1] +
      0.5 +
      ((column0 * TWO_POW_MINUS_32) | 0);
    const column2 =
      (a0 * M1 - low01 + (a1 * M0 - low10)) * TWO_POW_MINUS_32 +
      low02 +
      low11 +
      low20 +
      words[INCREMENT + 2] +
      0.5 +
      ((column1 * TWO_POW_MINUS_32) | 0);
    const column3 =
      (a0 * M2 - low02 + (a1 * M1 - low11) + (a2 * M0 - low20)) * TWO_POW_MINUS_32 +
      0.5 +
      ((column2 * TWO_POW_MINUS_32) | 0);
    const s0 = column0 | 0;
    const s1 = column1 | 0;
    const s2 = column2 | 0;
    // Nothing carries out of the top word: wrapping arithmetic is enough.
    const s3 =
      ((column3 | 0) +
        Math.imul(a0, M3) +
        Math.imul(a1, M2) +
        Math.imul(a2, M1) +
        Math.imul(a3, M0) +
        words[INCREMENT + 3]) |
      0;
    words[STATE] = s0;
    words[STATE + 1] = s1;
    words[STATE + 2] = s2;
    words[STATE + 3] = s3;

    // Rotation by s ≫ 122: bit 5 of the count swaps the halves, the other five rotate them into one another.
    const rotation = s3 >>> 26;
    const swap = (rotation & 32) !== 0;
    const high = swap ? s0 ^ s2 : s1 ^ s3;
    const low = swap ? s1 ^ s3 : s0 ^ s2;
    const count = rotation & 31;
    // `x << 1 << (31 − count)` is x << (32 − count) that also yields 0 for count = 0.
    words[HIGH] = (high >>> count) | ((low << 1) << (31 - count));
    words[LOW] = (low >>> count) | ((high << 1) << (31 - count));
  }

  /** 32 uniform bits, unsigned. */
  nextUint32(): number {
    if (this.#hasBuffered) {
      this.#hasBuffered = false;
      return this.#buffered;
    }
    this.step();
    this.#buffered = this.#words[HIGH];
    this.#hasBuffered = true;
    return this.#words[LOW];
  }

  /** Uniform in [0, 1): the upper 53 of 64 bits, times 2⁻⁵³. */
  nextDouble(): number {
    this.step();
    return (this.#words[HIGH] * 0x200000 + (this.#words[LOW] >>> 11)) * TWO_POW_MINUS_53;
  }

  /** Uniform in [0, 1) as a float32: the upper 24 of 32 bits, times 2⁻²⁴. */
  nextFloat(): number {
    return (this.nextUint32() >>> 8) * TWO_POW_MINUS_24;
  }

  getState(): Pcg64State {
    return {
      state: joinWords(this.#words, STATE),
      increment: joinWords(this.#words, INCREMENT),
      buffered: this.#hasBuffered ? this.#buffered : null,
    };
  }

  setState({ state, increment, buffered }: Pcg64State): void {
    splitWords(state, this.#words, STATE);
    splitWords(increment, this.#words, INCREMENT);
    this.#hasBuffered = buffered !== null;
    this.#buffered = buffered ?? 0;
  }
}

function joinWords(words: Uint32Array, at: number): bigint {
  let value = 0n;
  for (let i = 3; i >= 0; i--) value = (value << 32n) | BigInt(words[at + i]);
  return value;
}

function splitWords(value: bigint, words: Uint32Array, at: number): void {
  for (let i = 0; i < 4; i++) words[at + i] = Number((value >> BigInt(32 * i)) & 0xffffffffn);
}

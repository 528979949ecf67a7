// Stable order by the bits of the keys: a fixed number of passes over long rows, where comparing costs log₂ n of them.

/** Bits looked at in one pass: three passes for 32, and the counters stay in the fastest cache. */
const bits = 11;
const buckets = 1 << bits;
/** The word of NaN in every encoding: behind all numbers. */
const nanWord = 0xffffffff;

/** One 32-bit word of every key, most significant first, that together compare as the numbers do; −0 as 0, NaN last. */
function sortableWords(keys: Float32Array | Float64Array): Uint32Array[] {
  const width = keys.BYTES_PER_ELEMENT / 4;
  const raw = new Uint32Array(keys.buffer, keys.byteOffset, keys.length * width);
  return Array.from({ length: width }, (_, w) => {
    const words = new Uint32Array(keys.length);
    const top = width - 1; // little-endian: the word with the sign comes last
    for (let i = 0, at = 0; i < words.length; i++, at += width) {
      const key = keys[i];
      const word = key === 0 ? 0 : raw[at + top - w];
      // Among negatives larger magnitudes come first; the sign bit is turned so that positives come after them.
      if (Number.isNaN(key)) words[i] = nanWord;
      else if (key < 0) words[i] = ~word;
      else words[i] = w === 0 ? word | 0x80000000 : word;
    }
    return words;
  });
}

/** Arrays that are sorted together, and the room that each pass writes to. */
class Passes {
  order: Int32Array;
  words: Uint32Array;
  #spareOrder: Int32Array;
  #spareWords: Uint32Array;
  readonly #ends = new Int32Array(buckets);

  constructor(n: number) {
    this.order = new Int32Array(n);
    for (let i = 0; i < n; i++) this.order[i] = i;
    this.words = new Uint32Array(n);
    this.#spareOrder = new Int32Array(n);
    this.#spareWords = new Uint32Array(n);
  }

  /** Sorts by `bits` bits from `shift` on; equal ones keep their order. */
  run(shift: number): void {
    const ends = this.#ends.fill(0);
    const { order, words } = this;
    const [toOrder, toWords] = [this.#spareOrder, this.#spareWords];
    const n = order.length;
    for (let i = 0; i < n; i++) ends[(words[i] >>> shift) & (buckets - 1)]++;
    if (ends[(words[0] >>> shift) & (buckets - 1)] === n) return;
    for (let digit = 1; digit < buckets; digit++) ends[digit] += ends[digit - 1];
    for (let i = n - 1; i >= 0; i--) {
      const word = words[i];
      const to = --ends[(word >>> shift) & (buckets - 1)];
      toOrder[to] = order[i];
      toWords[to] = word;
    }
    [this.order, this.#spareOrder] = [toOrder, order];
    [this.words, this.#spareWords] = [toWords, words];
  }
}

/**
 * The order that sorts `keys` (not empty) upwards, stable, with NaN behind everything else, by radix from the least
 * significant digit: 3 passes over float32, 6 over float64, fewer where all keys share a digit.
 *
 * @reference Knuth, TAOCP vol. 3, §5.2.5
 */
export function radixOrder(keys: Float32Array | Float64Array): Int32Array {
  const passes = new Passes(keys.length);
  for (const words of sortableWords(keys).reverse()) {
    for (let i = 0; i < words.length; i++) passes.words[i] = words[passes.order[i]];
    for (let shift = 0; shift < 32; shift += bits) passes.run(shift);
  }
  return passes.order;
}

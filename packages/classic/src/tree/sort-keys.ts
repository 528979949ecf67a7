/** Nodes of no more samples are sorted by insertion. */
const fewest = 24;
/** Nodes of no more samples go into buckets by their leading bits, then by insertion. */
const few = 512;
const digitBits = 11;

/** Room for sorting up to `capacity` keys. */
export interface KeyRoom {
  /** The keys to sort. */
  readonly keys: Uint32Array;
  readonly spare: Uint32Array;
  readonly counts: Int32Array;
}

export function keyRoom(capacity: number): KeyRoom {
  return {
    keys: new Uint32Array(capacity),
    spare: new Uint32Array(capacity),
    counts: new Int32Array(1 << digitBits),
  };
}

/**
 * The first n keys, ascending by what is above their lowest `shift` bits, `low` … `high`; in one of the two arrays of the room.
 *
 * Integers need no comparisons: one or two passes of counting sort over the bits in which the keys of the node differ.
 *
 * @complexity O(n)
 */
export function sortKeys(room: KeyRoom, n: number, shift: number, low: number, high: number): Uint32Array {
  const { keys, spare, counts } = room;
  if (n <= fewest) return insertionSort(keys, n);
  const bits = 32 - Math.clz32(high - low);
  const wanted = 32 - Math.clz32(n);
  if (n <= few && bits > wanted) {
    countingPass(spare, keys, counts, n, shift, low, bits - wanted, wanted);
    return insertionSort(spare, n);
  }
  const passes = Math.ceil(bits / digitBits);
  const digit = Math.ceil(bits / passes);
  let from = keys;
  let to = spare;
  for (let pass = 0; pass < passes; pass++) {
    countingPass(to, from, counts, n, shift, low, pass * digit, digit);
    [from, to] = [to, from];
  }
  return from;
}

function insertionSort(keys: Uint32Array, n: number): Uint32Array {
  for (let i = 1; i < n; i++) {
    const key = keys[i];
    let at = i - 1;
    while (at >= 0 && keys[at] > key) {
      keys[at + 1] = keys[at];
      at--;
    }
    keys[at + 1] = key;
  }
  return keys;
}

/** A stable pass over `width` bits from bit `skip` of (key >>> shift) − low. */
function countingPass(
  out: Uint32Array,
  keys: Uint32Array,
  counts: Int32Array,
  n: number,
  shift: number,
  low: number,
  skip: number,
  width: number,
): void {
  const size = 1 << width;
  const mask = size - 1;
  for (let d = 0; d < size; d++) counts[d] = 0;
  for (let i = 0; i < n; i++) counts[(((keys[i] >>> shift) - low) >>> skip) & mask]++;
  let begin = 0;
  for (let d = 0; d < size; d++) {
    const count = counts[d];
    counts[d] = begin;
    begin += count;
  }
  for (let i = 0; i < n; i++) {
    const key = keys[i];
    out[counts[(((key >>> shift) - low) >>> skip) & mask]++] = key;
  }
}

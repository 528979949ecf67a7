// Features as numbers of bins: where to cut them (src/hist-gradient-boosting/bin-thresholds.testing.ts does it plainly), and
// into which bin each value falls.

/** Bits that a pass of the radix sort looks at, and passes it takes for 64. */
const DIGIT: usize = 11;
const PASSES: usize = 6;
const VALUES: usize = 1 << DIGIT;
const MASK: u64 = VALUES - 1;
/** Places that insertion may move a key by. */
const FAR: usize = 32;
/** Bytes of work space for the counts of all passes; behind them come two arrays of keys. */
const COUNTS: usize = (PASSES * VALUES) << 2;

/** Thresholds stay below it: only a split of the missing values from all others has the threshold ∞. */
const LARGEST: f64 = 1e300;

/** Bits whose order as integers is that of the numbers: all are turned in negative numbers, the sign in others. */
// @ts-ignore: decorator
@inline
function toKey(value: f64): u64 {
  const bits = reinterpret<u64>(value);
  return bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
}

// @ts-ignore: decorator
@inline
function fromKey(key: u64): f64 {
  return reinterpret<f64>(key ^ (<u64>(<i64>~key >> 63) | 0x8000000000000000));
}

/**
 * Sorts n keys by their digits from `first` on; passes in which all have the same digit are left out.
 *
 * @returns where they are: in `keys` or in `spare`
 */
function sortByDigits(keys: usize, spare: usize, counts: usize, n: usize, first: usize): usize {
  memory.fill(counts, 0, COUNTS);
  for (let i: usize = 0; i < n; ++i) {
    let key = load<u64>(keys + (i << 3)) >> (first * DIGIT);
    for (let pass = first; pass < PASSES; ++pass, key >>= DIGIT) {
      const at = counts + ((pass * VALUES + <usize>(key & MASK)) << 2);
      store<u32>(at, load<u32>(at) + 1);
    }
  }
  for (let pass = first; pass < PASSES; ++pass) {
    const starts = counts + ((pass * VALUES) << 2);
    const shift = pass * DIGIT;
    if (<usize>load<u32>(starts + (<usize>((load<u64>(keys) >> shift) & MASK) << 2)) == n) continue;
    let sum: u32 = 0;
    for (let at = starts; at < starts + (VALUES << 2); at += 4) {
      const count = load<u32>(at);
      store<u32>(at, sum);
      sum += count;
    }
    for (let i: usize = 0; i < n; ++i) {
      const key = load<u64>(keys + (i << 3));
      const at = starts + (<usize>((key >> shift) & MASK) << 2);
      const place = load<u32>(at);
      store<u64>(spare + (<usize>place << 3), key);
      store<u32>(at, place + 1);
    }
    const swapped = keys;
    keys = spare;
    spare = swapped;
  }
  return keys;
}

/** Inserts each key where it belongs among those before it. @returns false where one would go far: the keys are not sorted then */
function insertKeys(keys: usize, n: usize): bool {
  for (let i: usize = 1; i < n; ++i) {
    const key = load<u64>(keys + (i << 3));
    let at = keys + (i << 3);
    const furthest = keys + (max<usize>(i, FAR) - FAR) * 8;
    for (; at > furthest && load<u64>(at - 8) > key; at -= 8) store<u64>(at, load<u64>(at - 8));
    store<u64>(at, key);
    if (at == furthest && at > keys && load<u64>(at - 8) > key) return false;
  }
  return true;
}

/** Sorts n keys: by the upper half of their digits, after which few are out of place; by all where many are. */
function sortKeys(keys: usize, spare: usize, counts: usize, n: usize): usize {
  const sorted = sortByDigits(keys, spare, counts, n, PASSES >> 1);
  if (insertKeys(sorted, n)) return sorted;
  return sortByDigits(sorted, sorted == keys ? spare : keys, counts, n, 0);
}

// @ts-ignore: decorator
@inline
function sortedValue(keys: usize, i: f64): f64 {
  return fromKey(load<u64>(keys + (<usize>i << 3)));
}

/** @returns how many thresholds n sorted values make */
function thresholdsOf(out: usize, keys: usize, n: usize, maxBins: i32): i32 {
  let distinct = 0;
  let last: f64 = NaN;
  for (let i: usize = 0; i < n && distinct <= maxBins; ++i) {
    const value = fromKey(load<u64>(keys + (i << 3)));
    if (value == last) continue;
    if (distinct && distinct < maxBins) store<f64>(out + (<usize>(distinct - 1) << 3), min((last + value) * 0.5, LARGEST));
    last = value;
    ++distinct;
  }
  if (distinct <= maxBins) return max(0, distinct - 1);
  const step: f64 = 100 / <f64>maxBins;
  for (let i = 1; i < maxBins; ++i) {
    const rank = ((<f64>i * step) / 100) * <f64>(n - 1);
    const below = sortedValue(keys, Math.floor(rank));
    const above = sortedValue(keys, Math.ceil(rank));
    store<f64>(out + (<usize>(i - 1) << 3), min(above - (above - below) * 0.5, LARGEST));
  }
  return maxBins - 1;
}

/**
 * Thresholds of features first … first + features.
 *
 * @param thresholds [F, 256] float64
 * @param lengths [F] int32, how many there are; ≥ 0 beforehand where the feature is not to be looked at
 * @param x [N, F] float64
 * @param rows [n] int32, which samples are looked at; 0: samples 0 … n - 1
 * @param scratch 6·2¹³ + 16·n bytes
 */
export function binThresholds(
  thresholds: usize, lengths: usize, x: usize, rows: usize, n: i32, total: i32, maxBins: i32, scratch: usize, first: i32,
  features: i32,
): void {
  const width = <usize>total << 3;
  const keys = scratch + COUNTS;
  const spare = keys + (<usize>n << 3);
  for (let j = <usize>first, end = <usize>(first + features); j < end; ++j) {
    if (load<i32>(lengths + (j << 2)) >= 0) continue;
    const column = x + (j << 3);
    let count: usize = 0;
    for (let i: usize = 0; i < <usize>n; ++i) {
      const value = load<f64>(column + (rows ? <usize>load<u32>(rows + (i << 2)) : i) * width);
      store<u64>(keys + (count << 3), toKey(value));
      count += value == value ? 1 : 0;
    }
    const sorted = count ? sortKeys(keys, spare, scratch, count) : keys;
    store<i32>(lengths + (j << 2), thresholdsOf(thresholds + (j << 11), sorted, count, maxBins));
  }
}

/** How many of n sorted thresholds are below a value: a search without branches. */
// @ts-ignore: decorator
@inline
function countBelow(thresholds: usize, n: usize, value: f64): usize {
  let at = thresholds;
  while (n > 1) {
    const half = n >> 1;
    at = select<usize>(at + (half << 3), at, load<f64>(at + ((half - 1) << 3)) < value);
    n -= half;
  }
  return ((at - thresholds) >> 3) + <usize>(n != 0 && load<f64>(at) < value);
}

/** Rows that are read for one feature after the other while they are in the cache. */
const BLOCK: usize = 256;

/**
 * Bins of samples first … first + n; missing values are in bin `maxBins`.
 *
 * @param codes [F, stride] bytes
 * @param hasMissing [F] bytes, set to 1 where a value is missing
 */
export function binSamples(
  codes: usize, hasMissing: usize, x: usize, thresholds: usize, lengths: usize, total: i32, stride: i32, maxBins: i32,
  first: i32, n: i32,
): void {
  const width = <usize>total;
  const end = <usize>(first + n);
  for (let from = <usize>first; from < end; from += BLOCK) {
    const to = min(from + BLOCK, end);
    for (let j: usize = 0; j < width; ++j) {
      const own = thresholds + (j << 11);
      const length = <usize>load<i32>(lengths + (j << 2));
      let missing = false;
      for (let i = from; i < to; ++i) {
        const value = load<f64>(x + ((i * width + j) << 3));
        const isMissing = value != value;
        missing = missing || isMissing;
        const bin = countBelow(own, length, value);
        store<u8>(codes + j * <usize>stride + i, <u8>select<usize>(<usize>maxBins, bin, isMissing));
      }
      if (missing) store<u8>(hasMissing + j, 1);
    }
  }
}

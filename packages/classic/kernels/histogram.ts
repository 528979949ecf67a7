// Histograms of derivatives over binned features, for boosting: [bins] pairs (Σ first, Σ second derivatives) as float64, and
// [bins] counts as int32 where they are kept. Samples are taken in their order, so that sums have the bits of the plain loop
// (src/hist-gradient-boosting/build-histogram.testing.ts).

/** (first, second derivative) of a sample, from float32. */
// @ts-ignore: decorator
@inline
function pairAt(pairs: usize, i: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(pairs + (i << 3)));
}

// @ts-ignore: decorator
@inline
function add(sums: usize, bin: usize, pair: v128): void {
  const at = sums + (bin << 4);
  v128.store(at, f64x2.add(v128.load(at), pair));
}

// @ts-ignore: decorator
@inline
function count(counts: usize, bin: usize): void {
  const at = counts + (bin << 2);
  store<i32>(at, load<i32>(at) + 1);
}

/** Adds a pair to the bins that two features put a sample in; their sums, 4 kB each, stay in the first-level cache. */
// @ts-ignore: decorator
@inline
function addBoth(sums: usize, counts: usize, bins: usize, bin0: usize, bin1: usize, pair: v128): void {
  add(sums, bin0, pair);
  add(sums, bins + bin1, pair);
  if (!counts) return;
  count(counts, bin0);
  count(counts, bins + bin1);
}

/** Two features, of the samples listed. */
// @ts-ignore: decorator
@inline
function listed(
  sums: usize, counts: usize, bins: usize, codes: usize, step: usize, samples: usize, pairs: usize, n: usize,
): void {
  for (let i: usize = 0; i < n; ++i) {
    const at = codes + load<u32>(samples + (i << 2));
    addBoth(sums, counts, bins, <usize>load<u8>(at), <usize>load<u8>(at + step), pairAt(pairs, i));
  }
}

/** Two features, of samples 0 … n - 1. */
// @ts-ignore: decorator
@inline
function all(sums: usize, counts: usize, bins: usize, codes: usize, step: usize, pairs: usize, n: usize): void {
  for (let i: usize = 0; i < n; ++i) {
    const at = codes + i;
    addBoth(sums, counts, bins, <usize>load<u8>(at), <usize>load<u8>(at + step), pairAt(pairs, i));
  }
}

/**
 * Histograms of features first … first + features over n samples.
 *
 * Two features at a time: a sample's number and pair are loaded once for both. Four at a time were slower.
 *
 * @param sums [F, bins, 2] float64
 * @param counts [F, bins] int32; 0 where they are not kept
 * @param codes [F, stride] bytes, the bins of all samples
 * @param samples [n] int32, numbers of samples; 0 where they are 0 … n - 1
 * @param pairs [n, 2] float32, derivatives in the order of `samples`
 */
export function histogram(
  sums: usize, counts: usize, codes: usize, samples: usize, pairs: usize, n: i32, bins: i32, stride: i32, first: i32,
  features: i32,
): void {
  const wide = <usize>bins;
  const step = <usize>stride;
  const many = <usize>n;
  sums += (<usize>first * wide) << 4;
  codes += <usize>first * step;
  memory.fill(sums, 0, (<usize>features * wide) << 4);
  if (counts) {
    counts += (<usize>first * wide) << 2;
    memory.fill(counts, 0, (<usize>features * wide) << 2);
  }
  for (; features >= 2; features -= 2) {
    if (samples) {
      if (counts) listed(sums, counts, wide, codes, step, samples, pairs, many);
      else listed(sums, 0, wide, codes, step, samples, pairs, many);
    } else {
      if (counts) all(sums, counts, wide, codes, step, pairs, many);
      else all(sums, 0, wide, codes, step, pairs, many);
    }
    sums += wide << 5;
    codes += step << 1;
    if (counts) counts += wide << 3;
  }
  if (!features) return;
  for (let i: usize = 0; i < many; ++i) {
    const bin = <usize>load<u8>(codes + (samples ? <usize>load<u32>(samples + (i << 2)) : i));
    add(sums, bin, pairAt(pairs, i));
    if (counts) count(counts, bin);
  }
}

/** out = Σ of n pairs, one after the other. */
export function sumPairs(out: usize, pairs: usize, n: i32): void {
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < <usize>n; ++i) sum = f64x2.add(sum, pairAt(pairs, i));
  v128.store(out, sum);
}

/** ordered[i] = pairs[samples[i]], two float32 each, for i from `first` on. */
export function gatherPairs(ordered: usize, pairs: usize, samples: usize, first: i32, n: i32): void {
  for (let i = <usize>first, end = <usize>(first + n); i < end; ++i) {
    store<u64>(ordered + (i << 3), load<u64>(pairs + (<usize>load<u32>(samples + (i << 2)) << 3)));
  }
}

/**
 * Puts the n samples that go left before those that go right; each side keeps its order.
 *
 * @param spare [n] int32, work space
 * @param codes bins of the feature for all samples
 * @param goesLeft [256] bytes, 1 for the bins that go left
 * @returns how many go left
 */
export function splitSamples(samples: usize, spare: usize, n: i32, codes: usize, goesLeft: usize): i32 {
  let left = samples;
  let right = spare;
  for (let from = samples, end = samples + (<usize>n << 2); from < end; from += 4) {
    const sample = load<u32>(from);
    const goes = <usize>load<u8>(goesLeft + <usize>load<u8>(codes + sample));
    // Both are written and one is kept: a branch would be guessed wrong half of the time.
    store<u32>(left, sample);
    store<u32>(right, sample);
    left += goes << 2;
    right += (1 - goes) << 2;
  }
  memory.copy(left, spare, right - spare);
  return <i32>((left - samples) >> 2);
}

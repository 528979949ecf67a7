// Histograms of derivatives over binned features, for boosting: [bins] pairs (Σ first, Σ second derivatives) as float64, and
// [bins] counts as int32 where they are kept. Samples are taken in their order, so that sums have the bits of the plain loop
// (src/hist-gradient-boosting/build-histogram.ts).

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

/**
 * Histograms of features first … first + features over n samples.
 *
 * Four features at a time: a sample's number and pair are loaded once for them, and their sums, 4 kB each, stay in the first-level
 * cache.
 *
 * @param sums [F, bins, 2] float64
 * @param counts [F, bins] int32; 0 where they are not kept
 * @param codes [F, stride] bytes, the bins of all samples
 * @param samples [n] int32, numbers of samples
 * @param pairs [n, 2] float32, derivatives in the order of `samples`
 */
export function histogram(
  sums: usize, counts: usize, codes: usize, samples: usize, pairs: usize, n: i32, bins: i32, stride: i32, first: i32,
  features: i32,
): void {
  const sumsBytes = <usize>bins << 4;
  const countsBytes = <usize>bins << 2;
  sums += <usize>first * sumsBytes;
  codes += <usize>first * <usize>stride;
  memory.fill(sums, 0, <usize>features * sumsBytes);
  if (counts) {
    counts += <usize>first * countsBytes;
    memory.fill(counts, 0, <usize>features * countsBytes);
  }
  const step = <usize>stride;
  for (; features >= 4; features -= 4) {
    const sums1 = sums + sumsBytes;
    const sums2 = sums1 + sumsBytes;
    const sums3 = sums2 + sumsBytes;
    if (counts) {
      const counts1 = counts + countsBytes;
      const counts2 = counts1 + countsBytes;
      const counts3 = counts2 + countsBytes;
      for (let i: usize = 0; i < <usize>n; ++i) {
        const at = codes + load<u32>(samples + (i << 2));
        const pair = pairAt(pairs, i);
        const bin0 = <usize>load<u8>(at);
        const bin1 = <usize>load<u8>(at + step);
        const bin2 = <usize>load<u8>(at + 2 * step);
        const bin3 = <usize>load<u8>(at + 3 * step);
        add(sums, bin0, pair);
        add(sums1, bin1, pair);
        add(sums2, bin2, pair);
        add(sums3, bin3, pair);
        count(counts, bin0);
        count(counts1, bin1);
        count(counts2, bin2);
        count(counts3, bin3);
      }
      counts += 4 * countsBytes;
    } else {
      for (let i: usize = 0; i < <usize>n; ++i) {
        const at = codes + load<u32>(samples + (i << 2));
        const pair = pairAt(pairs, i);
        add(sums, <usize>load<u8>(at), pair);
        add(sums1, <usize>load<u8>(at + step), pair);
        add(sums2, <usize>load<u8>(at + 2 * step), pair);
        add(sums3, <usize>load<u8>(at + 3 * step), pair);
      }
    }
    sums += 4 * sumsBytes;
    codes += 4 * step;
  }
  for (; features > 0; --features) {
    for (let i: usize = 0; i < <usize>n; ++i) {
      const bin = <usize>load<u8>(codes + load<u32>(samples + (i << 2)));
      add(sums, bin, pairAt(pairs, i));
      if (counts) count(counts, bin);
    }
    sums += sumsBytes;
    codes += step;
    if (counts) counts += countsBytes;
  }
}

/** What is left of a node's histogram without one child's is that of the other. `bins` counts those of all features. */
export function subtractHistogram(sums: usize, counts: usize, childSums: usize, childCounts: usize, bins: i32): void {
  for (let b: usize = 0; b < <usize>bins; ++b) {
    const at = sums + (b << 4);
    v128.store(at, f64x2.sub(v128.load(at), v128.load(childSums + (b << 4))));
  }
  if (!counts) return;
  for (let b: usize = 0; b < <usize>bins; ++b) {
    const at = counts + (b << 2);
    store<i32>(at, load<i32>(at) - load<i32>(childCounts + (b << 2)));
  }
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

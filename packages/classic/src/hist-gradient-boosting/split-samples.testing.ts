/**
 * Puts the samples of a node that go left before those that go right; each side keeps its order.
 *
 * @param samples numbers of samples, of the node those at `from … from + n`
 * @param spare as long as `samples`
 * @param goesLeft 1 for the bins that go left
 * @returns how many go left
 */
export function splitSamples(
  samples: Int32Array,
  spare: Int32Array,
  from: number,
  n: number,
  codes: Uint8Array,
  codesAt: number,
  goesLeft: Uint8Array,
): number {
  let left = from;
  let right = 0;
  for (let i = from; i < from + n; i++) {
    const sample = samples[i];
    const goes = goesLeft[codes[codesAt + sample]];
    // Both are written and one is kept: a branch would be guessed wrong half of the time.
    samples[left] = sample;
    spare[right] = sample;
    left += goes;
    right += 1 - goes;
  }
  for (let i = 0; i < right; i++) samples[left + i] = spare[i];
  return left - from;
}

/** ordered[i] = pairs[samples[from + i]], two numbers each. */
export function gatherPairs(
  ordered: Float32Array,
  pairs: Float32Array,
  pairsAt: number,
  samples: Int32Array,
  from: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) {
    const at = pairsAt + 2 * samples[from + i];
    ordered[2 * i] = pairs[at];
    ordered[2 * i + 1] = pairs[at + 1];
  }
}

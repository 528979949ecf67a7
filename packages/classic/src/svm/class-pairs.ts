// One machine for every two classes: votes, and values for each class made of theirs.

/** (0, 1), (0, 2), …, (1, 2), … with their number. */
export function forPairs(K: number, visit: (i: number, j: number, pair: number) => void): void {
  for (let i = 0, pair = 0; i < K; i++) for (let j = i + 1; j < K; j++, pair++) visit(i, j, pair);
}

/** Votes of the pairs for each class: for the first where the decision value is > 0. @shape decisions [N, pairs] → [N, K] */
export function pairVotes(decisions: Float64Array, K: number): Float64Array {
  const pairs = (K * (K - 1)) / 2;
  const votes = new Float64Array((decisions.length / pairs) * K);
  for (let row = 0, at = 0; at < decisions.length; row += K)
    for (let i = 0; i < K; i++) for (let j = i + 1; j < K; j++, at++) votes[row + (decisions[at] > 0 ? i : j)]++;
  return votes;
}

/**
 * Votes, and a monotone function of the sums of the decision values that is too small to outweigh one: s / (3·(|s| + 1)).
 *
 * @shape decisions [N, pairs] → [N, K]
 */
export function classScores(decisions: Float64Array, K: number): Float64Array {
  const pairs = (K * (K - 1)) / 2;
  const scores = new Float64Array((decisions.length / pairs) * K);
  const sums = new Float64Array(K);
  for (let row = 0, at = 0; at < decisions.length; row += K) {
    sums.fill(0);
    for (let i = 0; i < K; i++) {
      for (let j = i + 1; j < K; j++, at++) {
        scores[row + (decisions[at] < 0 ? j : i)]++;
        sums[i] += decisions[at];
        sums[j] -= decisions[at];
      }
    }
    for (let k = 0; k < K; k++) scores[row + k] += sums[k] / (3 * (Math.abs(sums[k]) + 1));
  }
  return scores;
}

/** The first column with the largest element of each row. @shape [N, K] → [N] */
export function bestColumns(scores: Float64Array, K: number): Int32Array {
  const best = new Int32Array(scores.length / K);
  for (let row = 0; row < best.length; row++)
    for (let k = 1; k < K; k++) if (scores[row * K + k] > scores[row * K + best[row]]) best[row] = k;
  return best;
}

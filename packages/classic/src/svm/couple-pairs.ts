const mostRounds = 1000;
const tolerance = 1e-10;

/**
 * Probabilities of K classes from those of every two: p minimizes Σᵢ Σⱼ≠ᵢ (r[j, i]·pᵢ − r[i, j]·pⱼ)² with Σp = 1.
 *
 * The conditions are (Qp)ᵢ = pᵀQp; one entry after the other is set right, and p normalized.
 *
 * @param pairs [K, K]: r[i, j] is the probability of i where only i and j are possible
 * @reference Wu, Lin & Weng 2004, Probability estimates for multi-class classification by pairwise coupling, §4.2
 */
export function couplePairs(pairs: Float64Array, classes: number): Float64Array {
  const K = classes;
  const Q = new Float64Array(K * K);
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) {
      if (i === j) continue;
      Q[i * K + i] += pairs[j * K + i] ** 2;
      Q[i * K + j] = -pairs[j * K + i] * pairs[i * K + j];
    }
  }
  const p = new Float64Array(K).fill(1 / K);
  const Qp = new Float64Array(K);
  for (let round = 0; round < mostRounds; round++) {
    let level = 0;
    for (let i = 0; i < K; i++) {
      Qp[i] = 0;
      for (let j = 0; j < K; j++) Qp[i] += Q[i * K + j] * p[j];
      level += p[i] * Qp[i];
    }
    if (Qp.every((value) => Math.abs(value - level) < tolerance)) break;
    for (let i = 0; i < K; i++) {
      const step = (level - Qp[i]) / Q[i * K + i];
      const total = 1 + step;
      level = (level + step * (step * Q[i * K + i] + 2 * Qp[i])) / total ** 2;
      for (let j = 0; j < K; j++) {
        Qp[j] = (Qp[j] + step * Q[i * K + j]) / total;
        p[j] /= total;
        if (j === i) p[j] += step / total;
      }
    }
  }
  return p;
}

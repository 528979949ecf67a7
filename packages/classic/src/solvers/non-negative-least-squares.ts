import { cholesky, choleskySolve } from '../linalg/cholesky.ts';

/**
 * The w ≥ 0 that minimizes ½·wᵀGw − tᵀw, e.g. least squares with G = XᵀX and t = Xᵀy.
 *
 * Coefficients enter one at a time, the one with the steepest descent first. The minimum over those that are in is computed exactly;
 * where it has negative ones, the way to it ends where the first becomes 0, and that one leaves.
 *
 * @shape gram [n, n] positive semidefinite, target [n] → [n]
 * @reference Lawson & Hanson 1974, chapter 23; on the Gram matrix as Bro & de Jong 1997
 */
export function nonNegativeLeastSquares(gram: Float64Array, target: Float64Array): Float64Array {
  const n = target.length;
  const w = new Float64Array(n);
  const barred = new Uint8Array(n); // in, or linearly dependent on those that are
  let inside: number[] = [];
  for (let round = 0; round < 10 * (n + 1); round++) {
    const entering = steepest(gram, target, w, barred);
    if (entering < 0) break;
    barred[entering] = 1;
    inside.push(entering);
    for (let best = solveWithin(gram, target, inside); ; best = solveWithin(gram, target, inside)) {
      if (best === null) {
        inside.pop();
        break;
      }
      const share = shareOfWay(w, best, inside);
      for (let i = 0; i < inside.length; i++) w[inside[i]] += share * (best[i] - w[inside[i]]);
      if (share === 1) break;
      inside = inside.filter((j, i) => {
        const stays = best === null || best[i] > 0 || w[j] > 1e-14 * Math.abs(best[i]);
        if (!stays) [w[j], barred[j]] = [0, 0];
        return stays;
      });
    }
  }
  return w;
}

/** The coefficient that is out and along which the objective falls most steeply; −1 where it falls along none. */
function steepest(gram: Float64Array, target: Float64Array, w: Float64Array, barred: Uint8Array): number {
  const n = w.length;
  let chosen = -1;
  let most = 0;
  for (let j = 0; j < n; j++) {
    if (barred[j] === 1) continue;
    let slope = target[j];
    let size = Math.abs(target[j]);
    for (let k = 0; k < n; k++) {
      slope -= gram[j * n + k] * w[k];
      size += Math.abs(gram[j * n + k] * w[k]);
    }
    if (slope <= 10 * n * Number.EPSILON * size || slope <= most) continue;
    most = slope;
    chosen = j;
  }
  return chosen;
}

/** The minimum over the coefficients that are in; null where they are linearly dependent. */
function solveWithin(gram: Float64Array, target: Float64Array, inside: readonly number[]): Float64Array | null {
  const n = target.length;
  const size = inside.length;
  const part = new Float64Array(size * size);
  inside.forEach((i, row) => {
    inside.forEach((j, column) => {
      part[row * size + column] = gram[i * n + j];
    });
  });
  const factor = cholesky(part, size);
  if (factor === null) return null;
  const last = size * size - 1;
  if (factor[last] ** 2 <= 10 * size * Number.EPSILON * part[last]) return null;
  const best = Float64Array.from(inside, (j) => target[j]);
  choleskySolve(factor, size, best);
  return best;
}

/** How far towards `best` no coefficient becomes negative, as a share of the way. */
function shareOfWay(w: Float64Array, best: Float64Array, inside: readonly number[]): number {
  let share = 1;
  inside.forEach((j, i) => {
    if (best[i] <= 0) share = Math.min(share, w[j] / (w[j] - best[i]));
  });
  return Number.isNaN(share) ? 0 : share;
}

/** D + ρ·z·zᵀ with D = diag(d). */
export interface RankOneUpdate {
  /** Strictly ascending. [k] */
  readonly d: Float64Array;
  /** No element 0. [k] */
  readonly z: Float64Array;
  /** > 0 */
  readonly rho: number;
}

export interface SecularRoots {
  /** Eigenvalues, ascending: each between its d and the next. [k] */
  readonly roots: Float64Array;
  /** dⱼ − λᵢ to full relative accuracy, a root in each row. [k, k] */
  readonly differences: Float64Array;
}

/** Far more steps than a root takes: three or four. */
const stepLimit = 100;

/**
 * The eigenvalues of D + ρ·z·zᵀ, the roots of f(λ) = 1 + ρ·Σ zⱼ²/(dⱼ − λ).
 *
 * λ is looked for as its distance μ from the nearer of the two poles around it, so that dⱼ − λ keeps its digits. A step goes to the root
 * of c + s/(dᵢ − x) + t/(dᵢ₊₁ − x), where the second term has value and slope of the part of f from the poles up to i, the third of
 * that from the others; where that leaves the interval known to hold the root, the interval is halved.
 *
 * @complexity O(k²)
 * @reference Li, Solving secular equations stably and efficiently (1993), the middle way; Gu & Eisenstat 1995
 */
export function secularRoots({ d, z, rho }: RankOneUpdate): SecularRoots {
  const k = d.length;
  const weights = z.map((value) => rho * value * value);
  const roots = new Float64Array(k);
  const differences = new Float64Array(k * k);
  for (let i = 0; i < k; i++) roots[i] = findRoot(differences.subarray(i * k, (i + 1) * k), { d, weights, i });
  return { roots, differences };
}

/** Root i; fills in the differences. */
function findRoot(
  differences: Float64Array,
  { d, weights, i }: { readonly d: Float64Array; readonly weights: Float64Array; readonly i: number },
): number {
  const k = d.length;
  const isLast = i === k - 1;
  const gap = isLast ? weights.reduce((sum, weight) => sum + weight, 0) : d[i + 1] - d[i];
  const onLeft = isLast || valueAt(d, weights, i, gap / 2) >= 0;
  const origin = onLeft ? i : i + 1;
  // The root is within [low, high] of its origin, and nearer to it than to the next pole.
  let low = onLeft ? 0 : -gap / 2;
  let high = onLeft ? (isLast ? gap : gap / 2) : 0;
  let mu = (low + high) / 2;
  // The two poles that a step takes as they are, of which the first is the last one that belongs to ψ.
  const first = isLast ? Math.max(0, k - 2) : i;
  const second = isLast ? k - 1 : i + 1;
  for (let j = 0; j < k; j++) differences[j] = d[j] - d[origin];
  for (let step = 0; step < stepLimit; step++) {
    let psi = 0;
    let psiSlope = 0;
    let phi = 0;
    let phiSlope = 0;
    for (let j = 0; j <= first; j++) {
      const inverse = 1 / (differences[j] - mu);
      const term = weights[j] * inverse;
      psi += term;
      psiSlope += term * inverse;
    }
    for (let j = first + 1; j < k; j++) {
      const inverse = 1 / (differences[j] - mu);
      const term = weights[j] * inverse;
      phi += term;
      phiSlope += term * inverse;
    }
    const f = 1 + psi + phi;
    const slope = psiSlope + phiSlope;
    const rounding = Number.EPSILON * (1 + 8 * (Math.abs(psi) + Math.abs(phi)) + Math.abs(mu) * slope);
    if (Math.abs(f) <= rounding) break;
    if (f < 0) low = mu;
    else high = mu;
    if (high - low <= 2 * Number.EPSILON * Math.abs(mu)) break;
    const a = differences[first] - mu;
    const b = differences[second] - mu;
    const constant = f - a * psiSlope - b * phiSlope;
    const next = mu + quadraticRoot(constant, (a + b) * f - a * b * slope, a * b * f, low - mu, high - mu);
    mu = next > low && next < high ? next : (low + high) / 2;
  }
  for (let j = 0; j < k; j++) differences[j] -= mu;
  return d[origin] + mu;
}

/** f at `offset` right of pole i. */
function valueAt(d: Float64Array, weights: Float64Array, i: number, offset: number): number {
  let sum = 1;
  for (let j = 0; j < d.length; j++) sum += weights[j] / (d[j] - d[i] - offset);
  return sum;
}

/** The root of a·x² − b·x + c between low and high; NaN where there is none. */
function quadraticRoot(a: number, b: number, c: number, low: number, high: number): number {
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  const larger = b >= 0 ? b + root : b - root;
  const one = (2 * c) / larger;
  if (one > low && one < high) return one;
  const other = larger / (2 * a);
  return other > low && other < high ? other : Number.NaN;
}

/**
 * The z for which the roots found are exact (Löwner's formula): eigenvectors made with it are orthogonal to the last digit, however
 * close the roots are.
 *
 * @reference Gu & Eisenstat, A divide-and-conquer algorithm for the symmetric tridiagonal eigenproblem (1995)
 */
export function matchingWeights({ d, z }: RankOneUpdate, differences: Float64Array): Float64Array {
  const k = d.length;
  const squares = new Float64Array(k);
  for (let j = 0; j < k; j++) squares[j] = -differences[j * k + j];
  for (let i = 0; i < k; i++) {
    const row = i * k;
    for (let j = 0; j < i; j++) squares[j] *= differences[row + j] / (d[j] - d[i]);
    for (let j = i + 1; j < k; j++) squares[j] *= differences[row + j] / (d[j] - d[i]);
  }
  return squares.map((square, j) => Math.sqrt(Math.abs(square)) * Math.sign(z[j]));
}

/** Eigenvectors of D + ρ·z·zᵀ, one a row. @shape → [k, k] */
export function secularVectors(update: RankOneUpdate, differences: Float64Array): Float64Array {
  const k = update.d.length;
  const z = matchingWeights(update, differences);
  const vectors = differences;
  for (let row = 0; row < k * k; row += k) {
    let squares = 0;
    for (let j = 0; j < k; j++) {
      const value = z[j] / vectors[row + j];
      vectors[row + j] = value;
      squares += value * value;
    }
    const scale = 1 / Math.sqrt(squares);
    for (let j = 0; j < k; j++) vectors[row + j] *= scale;
  }
  return vectors;
}

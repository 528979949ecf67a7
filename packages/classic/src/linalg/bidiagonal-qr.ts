import { rotateRows } from './rotate-rows.ts';

/** Rows that turn with the bidiagonal matrix: of Uᵀ and of Vᵀ. */
export interface TurnedRows {
  readonly data: Float64Array;
  readonly width: number;
}

/** Relative accuracy asked of every singular value, as LAPACK's dbdsqr asks. */
const tolerance = 10 * Number.EPSILON;

/**
 * Singular values of an upper bidiagonal matrix by implicit QR sweeps, the small ones to full relative accuracy too: a sweep
 * runs from the larger end to the smaller, and without a shift where a shift would spoil small values.
 *
 * @param d diagonal, [n]; overwritten with the singular values, of any sign and in no order
 * @param e above the diagonal, [n]; overwritten
 * @param left [n, width], turned so that rows of the identity become left singular vectors
 * @param right the same for the right ones
 * @reference Demmel & Kahan, Accurate singular values of bidiagonal matrices (1990)
 */
export function bidiagonalQR(d: Float64Array, e: Float64Array, left: TurnedRows, right: TurnedRows): void {
  const n = d.length;
  const floor = smallestWorthKeeping(d, e);
  const sweepLimit = 30 * n + 100;
  let high = n - 1;
  let forward = true;
  let lastBlock = [-1, -1];
  for (let sweep = 0; high > 0; sweep++) {
    if (sweep > sweepLimit) throw new RangeError('svd: no convergence; is every element finite?');
    if (Math.abs(e[high - 1]) <= floor) {
      e[high - 1] = 0;
      high--;
      continue;
    }
    let low = high - 1;
    while (low > 0 && Math.abs(e[low - 1]) > floor) low--;
    if (low > 0) e[low - 1] = 0;
    if (low > lastBlock[1] || high < lastBlock[0]) forward = Math.abs(d[low]) >= Math.abs(d[high]);
    lastBlock = [low, high];
    const walk = { low, high, forward };
    const least = splitWhereNegligible(d, e, walk);
    if (least === null) continue;
    const shift = shiftFor(d, e, walk, least);
    if (shift === 0) sweepWithoutShift(d, e, walk, forward ? [left, right] : [right, left]);
    else sweepWithShift(d, e, { ...walk, shift }, forward ? [left, right] : [right, left]);
    const end = forward ? high - 1 : low;
    if (Math.abs(e[end]) <= floor) e[end] = 0;
  }
}

/** A block of the matrix and the end from which a sweep starts. */
interface Walk {
  readonly low: number;
  readonly high: number;
  /** From `low` to `high`; otherwise backwards, which is the same sweep on the transpose. */
  readonly forward: boolean;
}

/** tolerance · a lower bound of the smallest singular value (of all blocks), and above what underflows. */
function smallestWorthKeeping(d: Float64Array, e: Float64Array): number {
  let least = d.length === 0 ? 0 : Math.abs(d[0]);
  let mu = least;
  for (let i = 1; i < d.length && least > 0; i++) {
    mu = Math.abs(d[i]) * (mu / (mu + Math.abs(e[i - 1])));
    least = Math.min(least, mu);
  }
  return Math.max((tolerance * least) / Math.sqrt(Math.max(1, d.length)), 1e-250);
}

/**
 * Sets off-diagonal elements to 0 that change no singular value by more than the tolerance.
 *
 * @returns null where one was set, otherwise a lower bound of the block's smallest singular value
 */
function splitWhereNegligible(d: Float64Array, e: Float64Array, { low, high, forward }: Walk): number | null {
  const step = forward ? 1 : -1;
  const end = forward ? high : low;
  const last = forward ? high - 1 : low;
  if (Math.abs(e[last]) <= tolerance * Math.abs(d[end])) {
    e[last] = 0;
    return null;
  }
  let mu = Math.abs(d[forward ? low : high]);
  let least = mu;
  for (let i = forward ? low : high; i !== end; i += step) {
    const between = forward ? i : i - 1;
    if (Math.abs(e[between]) <= tolerance * mu) {
      e[between] = 0;
      return null;
    }
    mu = Math.abs(d[i + step]) * (mu / (mu + Math.abs(e[between])));
    least = Math.min(least, mu);
  }
  return least;
}

/** The smaller singular value of the last 2 × 2 block, or 0 where subtracting it would lose a small singular value. */
function shiftFor(d: Float64Array, e: Float64Array, { low, high, forward }: Walk, least: number): number {
  let largest = 0;
  for (let i = low; i <= high; i++) largest = Math.max(largest, Math.abs(d[i]), i < high ? Math.abs(e[i]) : 0);
  const size = high - low + 1;
  if (size * tolerance * (least / largest) <= Math.max(Number.EPSILON, 0.01 * tolerance)) return 0;
  const start = Math.abs(d[forward ? low : high]);
  const shift = forward
    ? smallerSingularValue(d[high - 1], e[high - 1], d[high])
    : smallerSingularValue(d[low], e[low], d[low + 1]);
  return start > 0 && (shift / start) ** 2 < Number.EPSILON ? 0 : shift;
}

/** Of [f g; 0 h]. */
function smallerSingularValue(f: number, g: number, h: number): number {
  const [small, large] = [Math.min(Math.abs(f), Math.abs(h)), Math.max(Math.abs(f), Math.abs(h))];
  const off = Math.abs(g);
  if (small === 0) return 0;
  if (off < large) {
    const sum = 1 + small / large;
    const difference = (large - small) / large;
    const square = (off / large) ** 2;
    return small * (2 / (Math.sqrt(sum * sum + square) + Math.sqrt(difference * difference + square)));
  }
  const ratio = large / off;
  const sum = (1 + small / large) * ratio;
  const difference = ((large - small) / large) * ratio;
  return (2 * small * ratio) / (Math.sqrt(1 + sum * sum) + Math.sqrt(1 + difference * difference));
}

function sweepWithoutShift(d: Float64Array, e: Float64Array, walk: Walk, turned: readonly TurnedRows[]): void {
  const { low, high, forward } = walk;
  const [outer, inner] = turned;
  const step = forward ? 1 : -1;
  const end = forward ? high : low;
  let [c, oldC, oldS] = [1, 1, 0];
  for (let i = forward ? low : high; i !== end; i += step) {
    const between = forward ? i : i - 1;
    let [f, g] = [d[i] * c, e[between]];
    let r = Math.sqrt(f * f + g * g);
    c = r === 0 ? 1 : f / r;
    const s = r === 0 ? 0 : g / r;
    if (i !== (forward ? low : high)) e[between - step] = oldS * r;
    [f, g] = [oldC * r, d[i + step] * s];
    r = Math.sqrt(f * f + g * g);
    oldC = r === 0 ? 1 : f / r;
    oldS = r === 0 ? 0 : g / r;
    d[i] = r;
    rotateRows(inner, i, i + step, c, s);
    rotateRows(outer, i, i + step, oldC, oldS);
  }
  const h = d[end] * c;
  d[end] = h * oldC;
  e[forward ? high - 1 : low] = h * oldS;
}

function sweepWithShift(
  d: Float64Array,
  e: Float64Array,
  walk: Walk & { readonly shift: number },
  turned: readonly TurnedRows[],
): void {
  const { low, high, forward, shift } = walk;
  const [outer, inner] = turned;
  const step = forward ? 1 : -1;
  const start = forward ? low : high;
  const end = forward ? high : low;
  let f = (Math.abs(d[start]) - shift) * (Math.sign(d[start]) + shift / d[start]);
  let g = e[forward ? low : high - 1];
  for (let i = start; i !== end; i += step) {
    const between = forward ? i : i - 1;
    const next = between + step;
    let r = Math.sqrt(f * f + g * g);
    const c = r === 0 ? 1 : f / r;
    const s = r === 0 ? 0 : g / r;
    if (i !== start) e[between - step] = r;
    f = c * d[i] + s * e[between];
    e[between] = c * e[between] - s * d[i];
    g = s * d[i + step];
    d[i + step] *= c;
    rotateRows(inner, i, i + step, c, s);
    r = Math.sqrt(f * f + g * g);
    const c2 = r === 0 ? 1 : f / r;
    const s2 = r === 0 ? 0 : g / r;
    d[i] = r;
    f = c2 * e[between] + s2 * d[i + step];
    d[i + step] = c2 * d[i + step] - s2 * e[between];
    if (i + step !== end) {
      g = s2 * e[next];
      e[next] *= c2;
    }
    rotateRows(outer, i, i + step, c2, s2);
  }
  e[forward ? high - 1 : low] = f;
}

import { multiply } from './multiply.ts';
import { rotateRows } from './rotate-rows.ts';
import { secularRoots, secularVectors } from './secular-equation.ts';
import { tridiagonalQL } from './tridiagonal-ql.ts';

export interface EigenRows {
  /** Ascending. [n] */
  readonly values: Float64Array;
  /** Orthonormal, one a row. [n, n] */
  readonly rows: Float64Array;
}

/** Up to this size QL sweeps are faster. */
const smallSize = 32;

/**
 * Eigenvalues and eigenvectors of a symmetric tridiagonal matrix by halving it.
 *
 * Without the element that couples them the halves are two smaller problems; the coupling is a rank-one change of their joint
 * diagonal form, D + ρ·z·zᵀ. Eigenpairs that it does not move are kept as they are (deflation), the others come from the secular
 * equation, and their vectors from one matrix product.
 *
 * @param d diagonal, [n]; changed
 * @param e element i is between i and i + 1, [n]; changed
 * @complexity O(n³) multiply–adds in matrix products, less the more is deflated; all else O(n²)
 * @reference Cuppen 1981; Gu & Eisenstat 1995
 */
export function tridiagonalEigen(d: Float64Array, e: Float64Array): EigenRows {
  const n = d.length;
  if (n <= smallSize) return byQL(d, e);
  const half = n >> 1;
  const coupling = e[half - 1];
  d[half - 1] -= Math.abs(coupling);
  d[half] -= Math.abs(coupling);
  const upper = tridiagonalEigen(d.subarray(0, half), e.subarray(0, half));
  const lower = tridiagonalEigen(d.subarray(half), e.subarray(half));
  return join(upper, lower, coupling);
}

function byQL(d: Float64Array, e: Float64Array): EigenRows {
  const n = d.length;
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  e[n - 1] = 0;
  tridiagonalQL(d, e, rows);
  return inOrder(d, (i) => rows.subarray(i * n, (i + 1) * n));
}

function inOrder(values: Float64Array, row: (i: number) => Float64Array): EigenRows {
  const n = values.length;
  const order = Int32Array.from(values.keys()).sort((i, j) => values[i] - values[j]);
  const rows = new Float64Array(n * n);
  order.forEach((from, to) => void rows.set(row(from), to * n));
  return { values: Float64Array.from(order, (i) => values[i]), rows };
}

/** Eigenpairs of the matrix whose halves have these, with ρ·(e_h + e_{h+1})·(…)ᵀ added. */
function join(upper: EigenRows, lower: EigenRows, coupling: number): EigenRows {
  const h = upper.values.length;
  const n = h + lower.values.length;
  const d = new Float64Array(n);
  d.set(upper.values);
  d.set(lower.values, h);
  // ρ·z·zᵀ with |z| = 1: the rows next to the cut, each of norm 1.
  const rho = 2 * Math.abs(coupling);
  const z = new Float64Array(n);
  const sign = coupling < 0 ? -1 : 1;
  for (let i = 0; i < h; i++) z[i] = upper.rows[i * h + h - 1] * Math.SQRT1_2;
  for (let i = h; i < n; i++) z[i] = sign * lower.rows[(i - h) * (n - h)] * Math.SQRT1_2;
  const rows = new Float64Array(n * n);
  for (let i = 0; i < h; i++) rows.set(upper.rows.subarray(i * h, (i + 1) * h), i * n);
  for (let i = h; i < n; i++) rows.set(lower.rows.subarray((i - h) * (n - h), (i - h + 1) * (n - h)), i * n + h);
  const parts: HalfTags = new Uint8Array(n).fill(inUpper, 0, h).fill(inLower, h);
  const moved = deflate(d, z, { rho, rows, parts });
  if (moved.length > 0) update(d, z, { rho, rows, parts, moved, h });
  return inOrder(d, (i) => rows.subarray(i * n, (i + 1) * n));
}

/** Which halves of a row are not 0: bits `inUpper`, `inLower`. */
type HalfTags = Uint8Array;
const inUpper = 1;
const inLower = 2;

interface Joint {
  readonly rho: number;
  /** Eigenvectors, one a row. [n, n] */
  readonly rows: Float64Array;
  readonly parts: HalfTags;
}

/**
 * Takes out what the change does not move: where z is 0, and where two values are so close that turning their vectors makes one z 0.
 *
 * @returns the others, by ascending d
 */
function deflate(d: Float64Array, z: Float64Array, { rho, rows, parts }: Joint): number[] {
  const n = d.length;
  const order = Array.from(d.keys()).sort((i, j) => d[i] - d[j]);
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(d[i]), Math.abs(z[i]));
  const tolerance = 8 * Number.EPSILON * largest;
  const moved: number[] = [];
  for (const i of order) {
    if (rho * Math.abs(z[i]) <= tolerance) continue;
    const last = moved.at(-1);
    if (last !== undefined) {
      const norm = Math.sqrt(z[last] * z[last] + z[i] * z[i]);
      const c = z[i] / norm;
      const s = -z[last] / norm;
      if (Math.abs((d[i] - d[last]) * c * s) <= tolerance) {
        z[i] = norm;
        z[last] = 0;
        rotateRows({ data: rows, width: n }, last, i, c, s);
        const value = d[last] * c * c + d[i] * s * s;
        d[i] = d[last] * s * s + d[i] * c * c;
        d[last] = value;
        parts[i] |= parts[last];
        parts[last] = parts[i];
        moved.pop();
      }
    }
    moved.push(i);
  }
  return moved;
}

/** Puts the eigenpairs of D + ρ·z·zᵀ in the places of those that move. */
function update(
  d: Float64Array,
  z: Float64Array,
  { rho, rows, parts, moved, h }: Joint & { readonly moved: readonly number[]; readonly h: number },
): void {
  const n = d.length;
  const k = moved.length;
  const change = { d: Float64Array.from(moved, (i) => d[i]), z: Float64Array.from(moved, (i) => z[i]), rho };
  const { roots, differences } = secularRoots(change);
  const turn = secularVectors(change, differences);
  for (const [half, from, to] of [
    [inUpper, 0, h],
    [inLower, h, n],
  ]) {
    const width = to - from;
    const chosen = Int32Array.from(moved.keys()).filter((j) => (parts[moved[j]] & half) !== 0);
    const factors = new Float64Array(k * chosen.length);
    for (let i = 0, at = 0; i < k; i++) for (let j = 0; j < chosen.length; j++) factors[at++] = turn[i * k + chosen[j]];
    const old = new Float64Array(chosen.length * width);
    chosen.forEach(
      (j, to) => void old.set(rows.subarray(moved[j] * n + from, moved[j] * n + from + width), to * width),
    );
    const turned = multiply(factors, old, { size: [k, chosen.length, width] });
    moved.forEach((row, i) => void rows.set(turned.subarray(i * width, (i + 1) * width), row * n + from));
  }
  moved.forEach((row, i) => {
    d[row] = roots[i];
  });
}

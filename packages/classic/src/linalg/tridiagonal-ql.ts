import { rotateRows } from './rotate-rows.ts';

/** Sweeps that one eigenvalue may take; two or three is what they need. */
const sweepLimit = 60;

/**
 * Eigenvalues of a symmetric tridiagonal matrix by implicit QL steps with Wilkinson's shift.
 *
 * @param diagonal [n], overwritten with the eigenvalues in no order
 * @param offDiagonal [n], overwritten; element i is between i and i + 1
 * @param rows [n, width], whose rows are turned as the eigenvectors are: the identity becomes the vectors, one a row
 * @reference Bowdler, Martin, Reinsch & Wilkinson 1968 (tql2)
 */
export function tridiagonalQL(diagonal: Float64Array, offDiagonal: Float64Array, rows: Float64Array): void {
  const n = diagonal.length;
  const d = diagonal;
  const e = offDiagonal;
  const z = { data: rows, width: n === 0 ? 0 : rows.length / n };
  const floor = roundingOf(d, e);
  for (let low = 0; low < n; low++) {
    for (let sweep = 0; ; sweep++) {
      const high = endOfBlock(d, e, { low, floor });
      if (high === low) break;
      if (sweep === sweepLimit) throw new RangeError('eigh: no convergence; is every element finite?');
      const ratio = (d[low + 1] - d[low]) / (2 * e[low]);
      const root = Math.sqrt(ratio * ratio + 1);
      let g = d[high] - d[low] + e[low] / (ratio + (ratio < 0 ? -root : root));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = high - 1;
      for (; i >= low; i--) {
        const f = s * e[i];
        const b = c * e[i];
        const r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] -= p;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        const t = (d[i] - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
        rotateRows(z, i + 1, i, c, s);
      }
      if (i >= low) {
        e[high] = 0;
        continue;
      }
      d[low] -= p;
      e[low] = g;
      e[high] = 0;
    }
  }
}

/** What dropping an off-diagonal element may add to the errors: less than ε times the norm. */
function roundingOf(d: Float64Array, e: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < d.length; i++) largest = Math.max(largest, Math.abs(d[i]), Math.abs(e[i]));
  return (Number.EPSILON / 2) * largest;
}

/** The last index of the block that starts at `low` and is not yet split off. */
function endOfBlock(
  d: Float64Array,
  e: Float64Array,
  { low, floor }: { readonly low: number; readonly floor: number },
): number {
  let high = low;
  while (high < d.length - 1) {
    const size = Math.abs(e[high]);
    if (size <= floor || size <= Number.EPSILON * (Math.abs(d[high]) + Math.abs(d[high + 1]))) break;
    high++;
  }
  return high;
}

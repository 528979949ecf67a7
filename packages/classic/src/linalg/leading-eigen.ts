import { contiguous, matmul, Rng, type Tensor, tidy } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { eigh } from './eigh.ts';
import { copyPart } from './matrix-part.ts';
import { multiply } from './multiply.ts';
import { qr } from './qr.ts';

export interface LeadingEigen {
  /** Descending. [count] */
  readonly values: Float64Array;
  /** Orthonormal columns. [n, count] */
  readonly vectors: Float64Array;
}

/** Directions that a step adds beyond those wanted: eigenvalues that come several times then still have a direction each. */
const oversamples = 4;
/** How much the space grows between two looks at the eigenpairs in it. */
const lookEvery = 1.2;
/** Share of n up to which the space may grow before all of A is decomposed. */
const largestShare = 0.4;

/**
 * The largest eigenvalues of a symmetric matrix and their vectors, as exact as `eigh` finds them, where few of many are wanted.
 *
 * A block of random directions grows by A times itself (block Lanczos, every block made orthogonal to all before it). The eigenvectors
 * of A within the space so spanned are taken when |A·v − λ·v| is rounding; where the space would have to be a large part of all, `eigh`
 * decides.
 *
 * @shape a [n, n] row-major, only read
 * @complexity O(n²·m) for a space of m directions: some tens where the eigenvalues fall off
 * @reference Golub & Van Loan, Matrix Computations 4e, §10.3
 */
export function leadingEigen(a: Float64Array, n: number, count: number): LeadingEigen {
  const block = count + oversamples;
  return tidy(() => {
    const A = matrix(a, n, n);
    // Rows of `basis` are the directions; rows of `image` A times them.
    let basis = new Float64Array(0);
    let image = new Float64Array(0);
    let next = qr(new Rng(0).fillNormal(new Float64Array(n * block)), n, block).Q;
    let lookAt = 0;
    for (let size = block; size <= largestShare * n; size += block) {
      const found = tidy(() => {
        const Q = matrix(next, n, block);
        const AQ = matmul(A, Q as never) as Tensor;
        basis = appended(basis, values(contiguous(Q.transpose())));
        image = appended(image, values(contiguous(AQ.transpose())));
        next = freshDirections(values(AQ).slice(), basis, { n, block, size });
        if (size < lookAt) return null;
        lookAt = lookEvery * size;
        return ritzPairs(basis, image, { n, size, count });
      });
      if (found !== null) return found;
    }
    return allPairs(a, n, count);
  });
}

function appended(rows: Float64Array, more: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows.length + more.length);
  out.set(rows);
  out.set(more, rows.length);
  return out;
}

interface Space {
  readonly n: number;
  /** Directions in the basis. */
  readonly size: number;
}

/** Orthonormal columns orthogonal to the basis, that with it span the columns given. Twice: once leaves what rounding adds. */
function freshDirections(
  columns: Float64Array,
  basis: Float64Array,
  { n, block, size }: Space & { readonly block: number },
): Float64Array {
  let fresh = columns;
  for (let pass = 0; pass < 2; pass++) {
    const along = multiply(basis, fresh, { size: [size, n, block] });
    const inside = multiply(basis, along, { size: [n, size, block], transposeA: true });
    for (let i = 0; i < fresh.length; i++) fresh[i] -= inside[i];
    fresh = qr(fresh, n, block).Q;
  }
  return fresh;
}

/** The leading eigenpairs of A within the space, or null where one of them is not yet one of A. */
function ritzPairs(
  basis: Float64Array,
  image: Float64Array,
  { n, size, count }: Space & { readonly count: number },
): LeadingEigen | null {
  const inner = multiply(basis, image, { size: [size, n, size], transposeB: true });
  const { values: all, vectors } = eigh(inner, size);
  const leading = copyPart(vectors, size, { rows: [0, size], columns: [size - count, size] });
  const own = multiply(basis, leading, { size: [n, size, count], transposeA: true });
  const turned = multiply(image, leading, { size: [n, size, count], transposeA: true });
  const largest = Math.max(Math.abs(all[0]), Math.abs(all[size - 1]));
  const residuals = new Float64Array(count);
  for (let i = 0, at = 0; i < n; i++)
    for (let k = 0; k < count; k++, at++) residuals[k] += (turned[at] - all[size - count + k] * own[at]) ** 2;
  const limit = 4 * Math.sqrt(n) * Number.EPSILON * largest;
  if (residuals.some((square) => Math.sqrt(square) > limit)) return null;
  for (let i = 0; i < n; i++) own.subarray(i * count, (i + 1) * count).reverse();
  return { values: all.slice(size - count).reverse(), vectors: own };
}

/** The same from all eigenpairs. */
export function allPairs(a: Float64Array, n: number, count: number): LeadingEigen {
  const { values: all, vectors } = eigh(a, n);
  const leading = copyPart(vectors, n, { rows: [0, n], columns: [n - count, n] });
  for (let i = 0; i < n; i++) leading.subarray(i * count, (i + 1) * count).reverse();
  return { values: all.slice(n - count).reverse(), vectors: leading };
}

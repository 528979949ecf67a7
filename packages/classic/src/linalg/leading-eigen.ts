import { contiguous, matmul, Rng, slice, sub, type Tensor, tidy, zeros } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { eigh } from './eigh.ts';
import { copyPart } from './matrix-part.ts';
import { orthonormal } from './orthonormal.ts';

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
  const limit = Math.floor((largestShare * n) / block) * block;
  return tidy(() => {
    const A = matrix(a, n, n);
    // Directions in rows, and A times them.
    const basis = zeros([limit, n], { dtype: 'float64' });
    const image = zeros([limit, n], { dtype: 'float64' });
    let next = orthonormal(matrix(new Rng(0).fillNormal(new Float64Array(n * block)), n, block));
    let lookAt = 0;
    for (let size = block; size <= limit; size += block) {
      const product = matmul(A, next as never) as Tensor;
      for (const [rows, columns] of [
        [basis, next],
        [image, product],
      ])
        values(rows).set(values(contiguous(columns.transpose())), (size - block) * n);
      const space = { basis: slice(basis, [0, size]) as Tensor, image: slice(image, [0, size]) as Tensor };
      if (size >= lookAt) {
        lookAt = lookEvery * size;
        const found = tidy(() => ritzPairs(space, count));
        if (found !== null) return found;
      }
      next = tidy(() => freshDirections(product, space.basis));
    }
    return allPairs(a, n, count);
  });
}

/** Orthonormal columns orthogonal to the basis, that with it span the columns given. Twice: once leaves what rounding adds. */
function freshDirections(columns: Tensor, basis: Tensor): Tensor {
  let fresh = columns;
  for (let pass = 0; pass < 2; pass++) {
    const inside = matmul(basis.transpose(), matmul(basis, fresh as never) as never) as Tensor;
    fresh = orthonormal(sub(fresh, inside) as Tensor);
  }
  return fresh;
}

/** The leading eigenpairs of A within the space, or null where one of them is not yet one of A. */
function ritzPairs(
  { basis, image }: { readonly basis: Tensor; readonly image: Tensor },
  count: number,
): LeadingEigen | null {
  const [size, n] = basis.shape as readonly [number, number];
  const inner = values(matmul(basis, image.transpose() as never) as Tensor);
  const { values: all, vectors } = eigh(inner, size);
  const leading = matrix(copyPart(vectors, size, { rows: [0, size], columns: [size - count, size] }), size, count);
  const own = values(matmul(basis.transpose(), leading as never) as Tensor).slice();
  const turned = values(matmul(image.transpose(), leading as never) as Tensor);
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

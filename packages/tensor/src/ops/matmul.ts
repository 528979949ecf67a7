// Matrix products: plain, batched with broadcasting, and with the bias of a linear layer.
import { bytesPerElement, type DType, isFloat, promoteTypes } from '../dtype.ts';
import { gemm } from '../engine/gemm.ts';
import { forEachPlane } from '../engine/planes.ts';
import { ShapeError } from '../errors.ts';
import { broadcastShapes, broadcastStrides } from '../layout.ts';
import { naiveMatmul } from '../naive/matmul.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Check, MatMul, Ok, Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';
import { cast } from './cast.ts';
import { reshape } from './reshape.ts';

export const matmulPrimitive = definePrimitive('matmul', ([a, b]: [Tensor, Tensor]): [Tensor] => {
  const { dtype } = a;
  // Two float matrices, the common case: no batch to walk, nothing to allocate but the result.
  if (a.rank === 2 && b.rank === 2 && isFloat(dtype)) {
    const out = allocate<Shape>([a.shape[0], b.shape[1]], dtype);
    gemm(dtype, {
      c: out.address,
      a: a.address,
      b: b.address,
      m: a.shape[0],
      n: b.shape[1],
      k: a.shape[1],
      aRow: a.strides[0],
      aCol: a.strides[1],
      bRow: b.strides[0],
      bCol: b.strides[1],
    });
    return [out];
  }
  const [m, k] = a.shape.slice(-2);
  const n = b.shape[b.rank - 1];
  const batch = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const aBatch = broadcastStrides(a.shape.slice(0, -2), a.strides.slice(0, -2), batch);
  const bBatch = broadcastStrides(b.shape.slice(0, -2), b.strides.slice(0, -2), batch);
  const [aRow, aCol] = a.strides.slice(-2);
  const [bRow, bCol] = b.strides.slice(-2);
  const out = allocate<Shape>([...batch, m, n], dtype);
  if (isFloat(dtype)) {
    const width = bytesPerElement(dtype);
    const [to, fromA, fromB] = [out.address, a.address, b.address];
    forEachPlane(batch, [aBatch, bBatch], ({ rows, cols, row, col }, [offsetA, offsetB], first) => {
      for (let r = 0; r < rows; r++) {
        gemm(dtype, {
          c: to + (first + r * cols) * m * n * width,
          a: fromA + (offsetA + r * row[0]) * width,
          b: fromB + (offsetB + r * row[1]) * width,
          ...{ m, n, k, aRow, aCol, bRow, bCol, batch: cols, aBatch: col[0], bBatch: col[1] },
        });
      }
    });
  } else {
    forEachPlane(batch, [aBatch, bBatch], ({ rows, cols, row, col }, [offsetA, offsetB], first) => {
      for (let i = 0; i < rows * cols; i++) {
        const [r, c] = [Math.floor(i / cols), i % cols];
        const starts = [
          (first + i) * m * n,
          offsetA + r * row[0] + c * col[0],
          offsetB + r * row[1] + c * col[1],
        ] as const;
        naiveMatmul(out, a, b, [m, n, k], starts, [aRow, aCol, bRow, bCol]);
      }
    });
  }
  return [out];
});

/**
 * Matrix product: c[…, i, j] = Σₚ a[…, i, p]·b[…, p, j], NumPy's `@`.
 *
 * Axes before the last two are batches and broadcast. A vector on the left is a row, on the right a column, and its axis
 * disappears from the result. Transposed and strided operands cost no copy.
 *
 * @shape a [..., M, K], b [..., K, N] → [..., M, N]; [K] · [K, N] → [N]; [M, K] · [K] → [M]; [K] · [K] → []
 * @throws {ShapeError} when the inner axes differ, a batch axis does not broadcast, or an operand is a scalar
 * @special K = 0 → zeros
 * @complexity O(M·N·K) per batch
 * @example
 * matmul(tensor([[1, 2], [3, 4]]), tensor([[1], [10]])).toArray() // => [[21], [43]]
 */
export function matmul<A extends Shape, B extends Shape>(
  a: Tensor<A>,
  b: Check<Tensor<B>, MatMul<A, B>>,
): Tensor<Ok<MatMul<A, B>>>;
export function matmul(a: Tensor, b: Tensor): Tensor {
  requireTensor('matmul', a);
  requireTensor('matmul', b);
  if (a.rank === 0 || b.rank === 0) {
    throw new ShapeError({
      op: 'matmul',
      problem: 'a scalar is not a matrix',
      shapes: [a.shape, b.shape],
      mend: 'did you mean mul?',
    });
  }
  const left = a.rank === 1 ? reshape(a, [1, a.size]) : a;
  const right = b.rank === 1 ? reshape(b, [b.size, 1]) : b;
  const inner = left.shape[left.rank - 1];
  if (inner !== right.shape[right.rank - 2]) throw innerAxesDiffer(a, b, inner, right.shape[right.rank - 2]);
  const dtype = promoteTypes(a.dtype, b.dtype);
  const counted = dtype === 'bool' ? 'int32' : dtype;
  const product = apply(matmulPrimitive, [inType(left, counted), inType(right, counted)], null)[0];
  if (a.rank > 1 && b.rank > 1) return product;
  const rows = a.rank === 1 ? [] : [left.shape[left.rank - 2]];
  const columns = b.rank === 1 ? [] : [right.shape[right.rank - 1]];
  return reshape(product, [...product.shape.slice(0, -2), ...rows, ...columns]);
}

function inType(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : cast(x, dtype);
}

function innerAxesDiffer(a: Tensor, b: Tensor, have: number, want: number): ShapeError {
  const bFits = b.rank > 1 && b.shape[b.rank - 1] === have;
  const aFits = a.rank > 1 && a.shape[a.rank - 2] === want;
  const mend = bFits ? 'did you mean b.transpose()?' : aFits ? 'did you mean a.transpose()?' : undefined;
  return new ShapeError({
    op: 'matmul',
    problem: `inner axes differ: ${have} vs ${want}`,
    shapes: [a.shape, b.shape],
    axis: -1,
    mend,
  });
}

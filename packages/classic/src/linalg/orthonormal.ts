import type { Tensor } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { choleskyQR } from './cholesky-qr.ts';
import { qr } from './qr.ts';

/** Orthonormal columns that span the same space, and where that has fewer dimensions more than it. @shape A [rows, columns], contiguous → the same */
export function orthonormal(A: Tensor): Tensor {
  const [rows, columns] = A.shape as readonly [number, number];
  return choleskyQR(A)?.Q ?? matrix(qr(values(A), rows, columns).Q, rows, columns);
}

import { concat, isTensor, type Tensor } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { float64 } from '../base/values.ts';

/** Matrices side by side, as float64. @shape [N, Fᵢ] → [N, ΣFᵢ] */
export function joinColumns(op: string, blocks: readonly unknown[], rows: number): Tensor<[number, number]> {
  const matrices = blocks.map((block) => asMatrix(op, block)).filter((block) => block.shape[1] > 0);
  if (matrices.length === 0) return float64(new Float64Array(0), [rows, 0]);
  return (matrices.length === 1 ? matrices[0].copy() : concat(matrices, 1)) as Tensor<[number, number]>;
}

function asMatrix(op: string, block: unknown): Tensor<[number, number]> {
  if (isTensor(block) && block.rank === 2 && block.shape[1] === 0) return block as Tensor<[number, number]>;
  return checkMatrix(op, block as MatrixLike, { allowNaN: true }).X;
}

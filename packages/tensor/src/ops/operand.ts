import { type DType, promoteScalar } from '../dtype.ts';
import { allocate, heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';

/** A 0-d tensor holding one number. */
export function scalar(value: number, dtype: DType): Tensor<[]> {
  const x = allocate<[]>([], dtype);
  heapArray(dtype)[heapIndex(x)] = dtype === 'bool' ? Number(value !== 0) : value;
  return x;
}

/** Runs `fn` with both operands as tensors: a JavaScript number becomes a 0-d tensor of the type it computes in next to the other. */
export function withOperands<R>(
  op: string,
  a: Tensor | number,
  b: Tensor | number,
  fn: (a: Tensor, b: Tensor) => R,
): R {
  if (typeof a !== 'number') requireTensor(op, a, 'a tensor or a number');
  if (typeof b !== 'number') requireTensor(op, b, 'a tensor or a number');
  if (typeof a !== 'number' && typeof b !== 'number') return fn(a, b);
  const x = typeof a === 'number' ? scalar(a, typeof b === 'number' ? 'float32' : promoteScalar(b.dtype, a)) : a;
  const y = typeof b === 'number' ? scalar(b, promoteScalar(x.dtype, b)) : b;
  try {
    return fn(x, y);
  } finally {
    if (x !== a) x.dispose();
    if (y !== b) y.dispose();
  }
}

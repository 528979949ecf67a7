import { allocate, heapView, type Tensor } from '@ml/tensor';

const types = {
  Float64Array: 'float64',
  Float32Array: 'float32',
  Int32Array: 'int32',
  Uint8Array: 'uint8',
} as const;

/** A copy in the memory of tensors, where kernels find it. */
export function put(data: Float64Array | Float32Array | Int32Array | Uint8Array): Tensor {
  const out: Tensor = allocate([data.length], types[data.constructor.name as keyof typeof types]);
  heapView(out).set(data);
  return out;
}

/** The element types of a tensor, in order of promotion: an operation on two types computes in the later one. */
export const dtypes = ['bool', 'uint8', 'int32', 'float32', 'float64'] as const;

export type DType = (typeof dtypes)[number];
export type FloatDType = 'float32' | 'float64';
export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

const rank: Record<DType, number> = { bool: 0, uint8: 1, int32: 2, float32: 3, float64: 4 };
const width: Record<DType, 1 | 4 | 8> = { bool: 1, uint8: 1, int32: 4, float32: 4, float64: 8 };

export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(rank, value);
}

export function bytesPerElement(dtype: DType): 1 | 4 | 8 {
  return width[dtype];
}

export function isFloat(dtype: DType): dtype is FloatDType {
  return dtype === 'float32' || dtype === 'float64';
}

/**
 * The type that both operands convert to: the later of the two in bool < uint8 < int32 < float32 < float64.
 *
 * As in PyTorch, and unlike NumPy, int32 with float32 stays float32.
 *
 * @example
 * promoteTypes('int32', 'float32') // => 'float32'
 */
export function promoteTypes(a: DType, b: DType): DType {
  return a === b || rank[a] >= rank[b] ? a : b;
}

/**
 * The type a tensor and a JavaScript number compute in: the tensor's own, where that has the number. Otherwise the next one
 * that has it: int32 for whole numbers, float64 for those beyond int32, float32 where there is a fraction.
 */
export function promoteScalar(dtype: DType, value: number): DType {
  if (isFloat(dtype)) return dtype;
  if (!Number.isInteger(value)) return 'float32';
  if (dtype === 'uint8' && value >= 0 && value <= 255) return 'uint8';
  return value === (value | 0) ? 'int32' : 'float64';
}

/** The float type that true division, means and transcendental functions use: floats keep theirs, everything else is float32. */
export function floatType(dtype: DType): FloatDType {
  return dtype === 'float64' ? 'float64' : 'float32';
}

import { bytesPerElement, type DType } from '../dtype.ts';
import { normalizeAxis, sizeOf } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { rowMajor } from './contiguous.ts';
import { reduceRanges } from './reduction-ranges.ts';

const cumsumKernels: Partial<Record<DType, 'cumsum_f32' | 'cumsum_f64'>> = {
  float32: 'cumsum_f32',
  float64: 'cumsum_f64',
};

function naiveCumsum(out: Tensor, x: Tensor, outer: number, n: number, inner: number): void {
  const target = heapArray(out.dtype);
  const source = heapArray(x.dtype);
  const to = heapIndex(out);
  const from = heapIndex(x);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let total = 0;
      for (let k = 0; k < n; k++) {
        const at = (o * n + k) * inner + i;
        total += source[from + at];
        target[to + at] = total;
      }
    }
  }
}

export const cumsumPrimitive = definePrimitive('cumsum', ([x]: [Tensor], { axis }: { axis: number }): [Tensor] => {
  const source = rowMajor(x);
  const out = allocate(x.shape, x.dtype);
  const outer = sizeOf(x.shape.slice(0, axis));
  const inner = sizeOf(x.shape.slice(axis + 1));
  const n = x.shape[axis];
  const kernel = cumsumKernels[x.dtype];
  if (kernel !== undefined) {
    const width = bytesPerElement(x.dtype);
    const [to, from] = [out.address, source.address];
    reduceRanges({ kernel, to, from, toWidth: width, width, toRow: n * inner, outer, n, inner });
  } else naiveCumsum(out, source, outer, n, inner);
  if (source !== x) source.dispose();
  return [out];
});

/**
 * Running sum along an axis: yᵢ = x₀ + … + xᵢ.
 *
 * @shape x [...] → [...]
 * @throws {ShapeError} when the axis is out of range
 * @special bool and uint8 sum as int32
 * @example
 * cumsum(tensor([1, 2, 3]), 0).toArray() // => [1, 3, 6]
 */
export function cumsum<S extends Shape>(x: Tensor<S>, axis: number): Tensor<S> {
  const values = x.dtype === 'bool' || x.dtype === 'uint8' ? cast(x, 'int32') : x;
  return apply(cumsumPrimitive, [values], { axis: normalizeAxis('cumsum', axis, x.shape) })[0] as Tensor<S>;
}

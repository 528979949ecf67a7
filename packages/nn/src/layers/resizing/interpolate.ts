import { cast, fromBuffer, indexSelect, matmul, ShapeError, type Tensor, transpose } from '@ml/tensor';
import type { PerAxis } from '@ml/tensor/layers';

export type InterpolationMode = 'nearest' | 'linear' | 'bilinear' | 'trilinear' | 'bicubic';

export interface InterpolateOptions {
  /** Sizes of the result's spatial axes; this or `scaleFactor`. */
  readonly size?: PerAxis | undefined;
  /** How many times larger the axes become, rounded down. */
  readonly scaleFactor?: PerAxis | undefined;
  /** Default 'nearest'; the others go with one (linear), two and three spatial axes. */
  readonly mode?: InterpolationMode;
  /** Whether the centres of the outermost elements coincide, or their outer edges (default). */
  readonly alignCorners?: boolean;
}

/** Spatial axes a mode is for. */
const axesOf = { nearest: 0, linear: 1, bilinear: 2, trilinear: 3, bicubic: 2 } as const;

/**
 * Other sizes of the axes behind the first two, by the nearest element, linearly or by cubic convolution along each axis.
 *
 * With edges aligned, place o of the result lies at (o + ½)·in/out − ½ of the input. Each axis is one matrix product.
 *
 * @shape x [N, C, spatial] → [N, C, spatial′]
 * @throws {ShapeError} when the mode is for another number of axes
 * @throws {RangeError} when not just one of size and scaleFactor is given, or a size is below 1
 * @reference torch.nn.functional.interpolate; bicubic is Keys' kernel with a = −0.75
 * @example
 * interpolate(tensor([[[1, 3]]]), { scaleFactor: 2, mode: 'linear' }).toArray() // => [[[1, 1.5, 2.5, 3]]]
 */
export function interpolate(x: Tensor, options: InterpolateOptions): Tensor {
  const { size, scaleFactor, mode = 'nearest', alignCorners = false } = options;
  const axes = x.rank - 2;
  if (axes < 1 || (mode !== 'nearest' && axesOf[mode] !== axes)) {
    const wanted = mode === 'nearest' ? 'one or more' : axesOf[mode];
    const problem = `mode '${mode}' takes [N, C] and ${wanted} spatial axes`;
    throw new ShapeError({ op: 'interpolate', problem, shapes: [x.shape] });
  }
  if ((size === undefined) === (scaleFactor === undefined))
    throw new RangeError('interpolate: give size or scaleFactor, and not both');
  const each = (value: PerAxis, i: number): number => (typeof value === 'number' ? value : value[i]);
  let y = x;
  for (let i = 0; i < axes; i++) {
    const n = x.shape[2 + i];
    const scale = scaleFactor === undefined ? undefined : each(scaleFactor, i);
    const count = size === undefined ? Math.floor(n * (scale as number)) : each(size, i);
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`interpolate: size must be whole and ≥ 1, not ${count}`);
    const step = scale === undefined ? n / count : 1 / scale;
    if (mode === 'nearest') y = indexSelect(y, 2 + i, nearest(n, count, step)) as Tensor;
    else y = weighted(y, 2 + i, weights(mode === 'bicubic', n, count, step, alignCorners), count);
  }
  return y;
}

/** Places are computed in single precision, as in torch: which of two neighbours is nearest may hang on it. */
function nearest(n: number, count: number, step: number): number[] {
  const narrow = Math.fround(step);
  return Array.from({ length: count }, (_, o) => Math.min(Math.floor(Math.fround(o * narrow)), n - 1));
}

/** The matrix [n, count] whose column o has the weights of the elements around place o. */
function weights(
  cubic: boolean,
  n: number,
  count: number,
  step: number,
  alignCorners: boolean,
): Float64Array<ArrayBuffer> {
  const matrix = new Float64Array(n * count);
  for (let o = 0; o < count; o++) {
    const centre = alignCorners ? (count > 1 ? (o * (n - 1)) / (count - 1) : 0) : (o + 0.5) * step - 0.5;
    const at = cubic || alignCorners ? centre : Math.max(centre, 0);
    const first = Math.floor(at);
    const t = at - first;
    const taps = cubic ? [near(t + 1, true), near(t, false), near(1 - t, false), near(2 - t, true)] : [1 - t, t];
    taps.forEach((weight, i) => {
      const place = Math.min(Math.max(first + i - (cubic ? 1 : 0), 0), n - 1);
      matrix[place * count + o] += weight;
    });
  }
  return matrix;
}

/** Keys' cubic kernel at distance d: within one element, and between one and two. */
function near(d: number, far: boolean): number {
  const a = -0.75;
  return far ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : ((a + 2) * d - (a + 3)) * d * d + 1;
}

function weighted(x: Tensor, axis: number, matrix: Float64Array<ArrayBuffer>, count: number): Tensor {
  const columns = cast(fromBuffer(matrix, [matrix.length / count, count]) as Tensor, x.dtype);
  if (axis === x.rank - 1) return matmul(x, columns) as Tensor;
  return transpose(matmul(transpose(x, axis, -1) as Tensor, columns) as Tensor, axis, -1) as Tensor;
}

// Pooling over the last axes of planes: the largest element of each window, or their average; and the adjoints of both.
import type { FloatDType } from '../dtype.ts';
import { layerKernels } from '../engine/layer-kernels.ts';
import { forRanges, rowGrain } from '../engine/threads/parallel.ts';
import { sizeOf } from '../layout.ts';
import { definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapView, type Tensor } from '../tensor.ts';
import { rowMajor } from './contiguous.ts';
import type { Windows } from './pool-windows.ts';
import { disposeCopies } from './rows.ts';

export interface PoolParams {
  /** Sizes of the input's pooled axes. */
  readonly spatial: readonly number[];
  /** For each of them. */
  readonly windows: readonly Windows[];
}

const names = {
  float32: { max: 'maxPool_f32', maxBackward: 'maxPoolBackward_f32', avg: 'avgPool_f32', width: 4 },
  float64: { max: 'maxPool_f64', maxBackward: 'maxPoolBackward_f64', avg: 'avgPool_f64', width: 8 },
} as const;

/** The windows as kernels read them: sizes, steps, and for each axis its list of [first, end]; then the divisors. */
function windowTable({ spatial, windows }: PoolParams): Tensor {
  const rest = 3 - spatial.length;
  const one: Windows = { first: [0], end: [1], step: 1, divisor: [1] };
  const axes = [...Array.from({ length: rest }, () => one), ...windows];
  const inner = Array.from({ length: rest }, () => 1);
  const words = [...inner, ...spatial, ...axes.map(({ first }) => first.length), ...axes.map(({ step }) => step)];
  const pairs = axes.every(({ first, end }, axis) =>
    axis === 0
      ? first.length === 1 && end[0] === 1
      : first.every((start, o) => start === 2 * o && end[o] === start + 2),
  );
  const lists = axes.flatMap(({ first, end }) => first.flatMap((start, o) => [start, end[o]]));
  const divisors = Float64Array.from(axes.flatMap(({ divisor }) => divisor));
  const table = allocate<Shape>([words.length + 1 + lists.length + 2 * divisors.length], 'int32', 'maker');
  const target = heapView(table);
  target.set([...words, pairs ? 1 : 0, ...lists]);
  target.set(new Int32Array(divisors.buffer), words.length + 1 + lists.length);
  return table;
}

function outputShape(x: Tensor, { windows }: PoolParams): number[] {
  return [...x.shape.slice(0, x.rank - windows.length), ...windows.map(({ first }) => first.length)];
}

function planesOf(x: Tensor, axes: number): { planes: number; area: number } {
  return { planes: sizeOf(x.shape.slice(0, x.rank - axes)), area: sizeOf(x.shape.slice(x.rank - axes)) };
}

/** y = the largest element of each window, and where in its plane it lies (int32); NaN wins, of equals the first. */
export const maxPoolPrimitive = definePrimitive('maxPool', ([x]: [Tensor], params: PoolParams): [Tensor, Tensor] => {
  const source = rowMajor(x);
  const { max, width } = names[x.dtype as FloatDType];
  const out = allocate<Shape>(outputShape(x, params), x.dtype);
  const index = allocate<Shape>(out.shape, 'int32');
  const { planes, area } = planesOf(x, params.spatial.length);
  const small = planesOf(out, params.spatial.length).area;
  const table = windowTable(params);
  const [to, places, from, at] = [out, index, source, table].map(({ address }) => address);
  forRanges(layerKernels.threaded(max), planes, { grain: rowGrain(area) }, (i, count) => [
    ...[to + i * small * width, places + 4 * i * small, from + i * area * width],
    ...[at, count],
  ]);
  table.dispose();
  disposeCopies([source], [x]);
  return [out, index];
});

/** dX[index] += dY in every plane, the adjoint of taking what lies at `index`. */
export const maxPoolBackwardPrimitive = definePrimitive(
  'maxPoolBackward',
  (inputs: readonly [dY: Tensor, index: Tensor], { spatial }: { readonly spatial: readonly number[] }): [Tensor] => {
    const ready = inputs.map(rowMajor);
    const [dY, index] = ready;
    const { maxBackward, width } = names[dY.dtype as FloatDType];
    const out = allocate<Shape>([...dY.shape.slice(0, dY.rank - spatial.length), ...spatial], dY.dtype);
    const { planes, area } = planesOf(out, spatial.length);
    const small = planesOf(dY, spatial.length).area;
    const [to, from, places] = [out, dY, index].map(({ address }) => address);
    forRanges(layerKernels.threaded(maxBackward), planes, { grain: rowGrain(area) }, (i, count) => [
      ...[to + i * area * width, from + i * small * width, places + 4 * i * small],
      ...[area, small, count],
    ]);
    disposeCopies(ready, inputs);
    return [out];
  },
);

/** y = the sum of each window / its divisor. */
export const avgPoolPrimitive = definePrimitive('avgPool', ([x]: [Tensor], params: PoolParams): [Tensor] => {
  const source = rowMajor(x);
  const out = allocate<Shape>(outputShape(x, params), x.dtype);
  average(out, source, params, 0);
  disposeCopies([source], [x]);
  return [out];
});

/** The adjoint of `avgPool`: every element gets its share of the windows it is in. */
export const avgPoolBackwardPrimitive = definePrimitive(
  'avgPoolBackward',
  ([dY]: [Tensor], params: PoolParams): [Tensor] => {
    const source = rowMajor(dY);
    const out = allocate<Shape>([...dY.shape.slice(0, dY.rank - params.spatial.length), ...params.spatial], dY.dtype);
    average(source, out, params, 1);
    disposeCopies([source], [dY]);
    return [out];
  },
);

function average(y: Tensor, x: Tensor, params: PoolParams, backward: 0 | 1): void {
  const { avg, width } = names[x.dtype as FloatDType];
  const { planes, area } = planesOf(x, params.spatial.length);
  const small = planesOf(y, params.spatial.length).area;
  const table = windowTable(params);
  const [small0, large, at] = [y, x, table].map(({ address }) => address);
  forRanges(layerKernels.threaded(avg), planes, { grain: rowGrain(area) }, (i, count) => [
    ...[small0 + i * small * width, large + i * area * width],
    ...[at, count, backward],
  ]);
  table.dispose();
}

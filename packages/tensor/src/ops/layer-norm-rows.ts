// What layerNorm and addLayerNorm share: the kernels over rows of float32, and the same from plain operations for float64.
import { kernels } from '../engine/kernels.ts';
import { forRanges, rowGrain } from '../engine/threads/parallel.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { add, mul, sub } from './binary.ts';
import { rowMajor } from './contiguous.ts';
import { full } from './creation-filled.ts';
import { mean, sum, variance } from './reduce.ts';
import { disposeCopies } from './rows.ts';
import { rsqrt } from './unary.ts';

export interface LayerNormParams {
  readonly eps: number;
}

/** Without or with a learned scale and shift, both [F]. */
export type Learned = readonly [] | readonly [weight: Tensor, bias: Tensor];

/** What was normalised, its result, and per row the mean and 1/√(variance + eps), both [..., 1], for the gradient. */
type Normalized = [s: Tensor, y: Tensor, mean: Tensor, rstd: Tensor];

export type LayerNormBackwardInputs =
  | readonly [dY: Tensor, s: Tensor, mean: Tensor, rstd: Tensor]
  | readonly [dY: Tensor, s: Tensor, mean: Tensor, rstd: Tensor, weight: Tensor];
export type LayerNormBackwardOutputs = [dX: Tensor] | [dX: Tensor, dWeight: Tensor, dBias: Tensor];

/** Rows whose weight gradients are added up before they join the total; as in the kernel. */
const run = 32;

export function statisticsShape(shape: Shape): number[] {
  return [...shape.slice(0, -1), 1];
}

function rowsOf(x: Tensor): { rows: number; n: number } {
  const n = x.shape[x.rank - 1];
  return { rows: n === 0 ? 0 : x.size / n, n };
}

/** s = x + r, or x itself without r; y = (s − μ)·rstd·w + b. */
export function normalizeRows(x: Tensor, r: Tensor | null, learned: Learned, eps: number): Normalized {
  const operands = r === null ? [x, ...learned] : [x, ...learned, r];
  if (x.dtype === 'float64') return composedForward(x, r, learned, eps);
  const { rows, n } = rowsOf(x);
  const s = r === null ? x : allocate(x.shape, x.dtype);
  const y = allocate(x.shape, x.dtype);
  const [mu, rstd] = [0, 1].map(() => allocate<Shape>(statisticsShape(x.shape), x.dtype));
  // Times 1 and plus −0 change no number.
  const scaling: readonly Tensor[] = learned.length > 0 ? learned : [full([n], 1), full([n], -0)];
  const ready = [x, ...scaling, ...(r === null ? [] : [r])].map(rowMajor);
  const [first, weight, bias, second = 0] = ready.map((operand) => operand.address);
  const [toSum, toY, toMean, toRstd] = [s, y, mu, rstd].map((result) => result.address);
  forRanges('layerNorm_f32', rows, { grain: rowGrain(n) }, (row, count) => {
    const [cells, cell] = [4 * row * n, 4 * row];
    const added = second === 0 ? 0 : second + cells;
    const outputs = [toY + cells, toMean + cell, toRstd + cell, toSum + cells];
    return [...outputs, first + cells, added, weight, bias, count, n, eps];
  });
  disposeCopies(ready, operands);
  return [s, y, mu, rstd];
}

function composedForward(x: Tensor, r: Tensor | null, [weight, bias]: Learned, eps: number): Normalized {
  const s = r === null ? x : add(x, r);
  const mu = mean(s, { axis: -1, keepDims: true }) as Tensor;
  const spread = variance(s, { axis: -1, keepDims: true }) as Tensor;
  const rstd = rsqrt(add(spread, eps));
  const normalized = mul(sub(s, mu), rstd);
  return [s, weight === undefined || bias === undefined ? normalized : add(mul(normalized, weight), bias), mu, rstd];
}

/** With x̂ = (s − μ)·rstd and g = dy·w: dx = ds + rstd·(g − mean(g) − x̂·mean(g·x̂)), dw = Σ dy·x̂, db = Σ dy. */
export function normalizeRowsBackward(inputs: LayerNormBackwardInputs, dS: Tensor | null): LayerNormBackwardOutputs {
  const [dY, s, mu, rstd, weight] = inputs;
  if (s.dtype === 'float64') return composedBackward(inputs, dS);
  const { rows, n } = rowsOf(s);
  const scale: Tensor = weight ?? full([n], 1);
  const ready = [dY, s, mu, rstd, scale, ...(dS === null ? [] : [dS])].map(rowMajor);
  const [dy, from, means, scales, w, second = 0] = ready.map((operand) => operand.address);
  const dX = allocate(s.shape, s.dtype);
  const runs = weight === undefined ? null : allocate([Math.ceil(rows / run), 2, n], s.dtype);
  const [to, toRuns = 0] = [dX.address, runs?.address];
  forRanges('layerNormBackward_f32', rows, { grain: rowGrain(n), multiple: run }, (row, count) => {
    const [cells, cell] = [4 * row * n, 4 * row];
    const partial = runs === null ? 0 : toRuns + (2 * cells) / run;
    const ds = second === 0 ? 0 : second + cells;
    return [to + cells, partial, dy + cells, ds, from + cells, w, means + cell, scales + cell, count, n];
  });
  disposeCopies(ready, dS === null ? inputs : [...inputs, dS]);
  if (runs === null) return [dX];
  const [dWeight, dBias] = [allocate([n], s.dtype), allocate([n], s.dtype)] as Tensor[];
  kernels.layerNormTotals_f32(dWeight.address, dBias.address, runs.address, runs.shape[0], n);
  runs.dispose();
  return [dX, dWeight, dBias];
}

function composedBackward(
  [dY, s, mu, rstd, weight]: LayerNormBackwardInputs,
  dS: Tensor | null,
): LayerNormBackwardOutputs {
  const normalized = mul(sub(s, mu), rstd);
  const g = weight === undefined ? dY : mul(dY, weight);
  const rowMean = (value: Tensor): Tensor => mean(value, { axis: -1, keepDims: true });
  const own = mul(rstd, sub(sub(g, rowMean(g)), mul(normalized, rowMean(mul(g, normalized)))));
  const dX = dS === null ? own : add(own, dS);
  if (weight === undefined) return [dX];
  const rows = s.shape.slice(0, -1).map((_, axis) => axis);
  return [dX, sum(mul(dY, normalized), { axis: rows }), sum(dY, { axis: rows })];
}

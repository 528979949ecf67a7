import { BrailleCanvas } from './braille-canvas.ts';
import type { Line, Span, SpanColor } from './line.ts';

type Point = readonly [step: number, loss: number];

/** A line of the chart. */
export interface ChartSeries {
  readonly points: readonly Point[];
  readonly color: SpanColor;
}

const AXIS = 6;
/** Share of the steps so far whose losses may run off the top. */
const FIRST_FALL = 0.05;

/**
 * The losses of a run as lines of braille, later series over earlier ones. The steps run from 0 to the last of
 * the run, or to a half, a quarter, … of it while that is enough: the curve fills at least half of the width. The scale fits what came after the first fall, which would flatten all the rest.
 */
export function lossChart(series: readonly ChartSeries[], maxSteps: number, columns: number, rows: number): Line[] {
  const axis = columns >= 30 ? AXIS : 0;
  const points = series.flatMap((one) => one.points).filter(([, loss]) => Number.isFinite(loss));
  const reached = points.reduce((last, [step]) => Math.max(last, step), 0);
  const settled = points.filter(([step]) => step >= FIRST_FALL * reached);
  const values = settled.map(([, loss]) => loss);
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const canvas = new BrailleCanvas(Math.max(1, columns - axis), Math.max(1, rows));
  if (values.length > 0) {
    const span = halvedWhileEnough(maxSteps, reached);
    for (const [layer, { points }] of series.entries()) draw(canvas, points, layer, span, low, high);
  }
  return Array.from({ length: canvas.rows }, (_, y) => {
    const label = axis === 0 ? [] : [axisLabel(y, canvas.rows, low, high)];
    return [...label, ...spans(canvas, y, series)];
  });
}

function halvedWhileEnough(maxSteps: number, reached: number): number {
  let span = Math.max(1, maxSteps);
  while (span / 2 >= Math.max(1, reached)) span /= 2;
  return span;
}

/** Connects the points; where many fall into one column of dots, their mean is drawn. */
function draw(
  canvas: BrailleCanvas,
  points: readonly Point[],
  layer: number,
  span: number,
  low: number,
  high: number,
): void {
  const columns = new Map<number, { sum: number; count: number }>();
  for (const [step, loss] of points) {
    if (!Number.isFinite(loss)) continue;
    const x = Math.round((step / span) * (canvas.width - 1));
    const { sum, count } = columns.get(x) ?? { sum: 0, count: 0 };
    columns.set(x, { sum: sum + loss, count: count + 1 });
  }
  const range = high > low ? high - low : 1;
  let before: readonly [x: number, y: number] | null = null;
  for (const [x, { sum, count }] of [...columns].sort(([a], [b]) => a - b)) {
    const y = Math.round((Math.max(0, high - sum / count) / range) * (canvas.height - 1));
    if (before === null) canvas.dot(x, y, layer);
    else canvas.line(before[0], before[1], x, y, layer);
    before = [x, y];
  }
}

/** The scale: its ends and, where there is room, its middle. */
function axisLabel(y: number, rows: number, low: number, high: number): Span {
  const middle = rows >= 5 && rows % 2 === 1 ? (rows - 1) / 2 : -1;
  const value = y === 0 ? high : y === rows - 1 ? low : y === middle ? (low + high) / 2 : Number.NaN;
  const text = Number.isFinite(value) ? value.toFixed(2) : '';
  return { text: `${text.padStart(AXIS - 2)} │`.slice(-AXIS), dim: true };
}

/** Neighbours of one colour become one span. */
function spans(canvas: BrailleCanvas, y: number, series: readonly ChartSeries[]): Span[] {
  const joined: { text: string; layer: number }[] = [];
  for (const { character, layer } of canvas.row(y)) {
    const last = joined.at(-1);
    if (last !== undefined && last.layer === layer) last.text += character;
    else joined.push({ text: character, layer });
  }
  return joined.map(({ text, layer }) => (layer < 0 ? { text } : { text, color: series[layer].color }));
}

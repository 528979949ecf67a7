import { formatShape } from '@ml/tensor';
import type { LayerSummary, ModelSummary } from './model-summary.ts';

const headings = ['Layer', 'Output shape', 'Parameters', 'Trainable', 'FLOPs'];

/** The table of a summary: layers indented by their depth, counts aligned on the right, totals and sizes below. */
export function formatSummary(summary: ModelSummary): string {
  const rows = summary.layers.map(rowOf);
  const { parameters, trainable, flops } = summary;
  const totals = ['Total', '', counted(parameters), counted(trainable), counted(flops)];
  const widths = headings.map((_, i) => Math.max(...[headings, ...rows, totals].map((row) => row[i].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((text, i) => (i < 2 ? text.padEnd(widths[i]) : text.padStart(widths[i])))
      .join('  ')
      .trimEnd();
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  const sizes = [
    `input ${megabytes(summary.inputBytes)}`,
    `outputs ${megabytes(summary.outputBytes)}`,
    `parameters ${megabytes(summary.parameterBytes)}`,
    ...(summary.bufferBytes === 0 ? [] : [`buffers ${megabytes(summary.bufferBytes)}`]),
    `together ${megabytes(summary.totalBytes)} MB`,
  ].join(', ');
  return [line(headings), rule, ...rows.map(line), rule, line(totals), sizes].join('\n');
}

function rowOf({ name, type, depth, outputShapes, parameters, trainable, multiplyAdds }: LayerSummary): string[] {
  const label = name === '' ? type : `${name}: ${type}`;
  const shapes = outputShapes.length === 0 ? '–' : outputShapes.map((shape) => formatShape(shape)).join(' ');
  const flops = 2 * multiplyAdds;
  return [
    `${'  '.repeat(depth)}${label}`,
    shapes,
    ...[parameters, trainable, flops].map((n) => (n === 0 ? '–' : counted(n))),
  ];
}

/** 1234567 → 1,234,567 */
function counted(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}

import { clip } from '@ml/nn/node';
import { formatCount } from './format.ts';
import type { Line } from './line.ts';

/** A bar in eighths of a cell, with the share and the count of what is done behind it. */
export function progressLine(done: number, total: number, columns: number): Line {
  const share = total === 0 ? 0 : done / total;
  const percent = `${Math.floor(100 * share)}%`.padStart(5);
  const count = ` ${formatCount(done)}/${formatCount(total)}`;
  const label = percent.length + count.length + 5 <= columns ? percent + count : percent;
  const bar = Math.max(0, Math.min(60, columns - label.length));
  const eighths = Math.round(share * bar * 8);
  const full = Math.floor(eighths / 8);
  const part = eighths % 8 === 0 ? '' : ' ▏▎▍▌▋▊▉'[eighths % 8];
  return [
    { text: '█'.repeat(full) + part, color: 'green' },
    { text: '░'.repeat(Math.max(0, bar - full - part.length)), dim: true },
    { text: clip(label, columns), bold: true },
  ];
}

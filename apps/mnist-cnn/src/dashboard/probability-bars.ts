import { formatPercent, type Line } from '@ml/terminal';

/** Columns beside the bars: the digit in front, the figures behind. */
const LABELS = 13;

/** Ten probabilities as bars, the likeliest in green; the true digit, where it is known, is marked. */
export function probabilityBars(
  probabilities: ArrayLike<number>,
  columns: number,
  truth: number | null = null,
): Line[] {
  const all = Array.from(probabilities);
  const likeliest = all.indexOf(Math.max(...all));
  const width = Math.max(0, Math.min(40, columns - LABELS));
  return all.map((probability, digit): Line => {
    const eighths = Math.round(probability * width * 8);
    const full = Math.floor(eighths / 8);
    const part = eighths % 8 === 0 ? '' : ' ▏▎▍▌▋▊▉'[eighths % 8];
    const bar = (`█`.repeat(full) + part).padEnd(width);
    const color = digit === likeliest ? (truth === null || truth === digit ? 'green' : 'red') : null;
    const mark = digit === truth ? '›' : ' ';
    return [
      { text: `${mark}${digit} `, bold: digit === likeliest },
      color === null ? { text: bar, dim: true } : { text: bar, color },
      { text: ` ${formatPercent(probability, 1).padStart(8)}`, dim: digit !== likeliest },
    ];
  });
}

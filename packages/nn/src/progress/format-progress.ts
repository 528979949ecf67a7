import { clip, textWidth } from '../text/cell-width.ts';
import { formatShort } from '../text/format.ts';
import { type ProgressState, secondsLeft } from './progress-state.ts';

export interface ProgressStyle {
  readonly description: string;
  /** What is counted. */
  readonly unit: string;
  /** Whether large counts are shortened: 1.2k. */
  readonly unitScale: boolean;
  /** Anything more to say at the end of the line. */
  readonly note: string;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
/** No narrower bar says anything; no wider one says more. */
const [NARROWEST, WIDEST] = [4, 40];

/**
 * A line about a loop: `train:  42%|████▏     | 42/100 [00:03<00:05, 12.3it/s, loss 0.2]`, as tqdm has it. It fits into
 * `columns`: the bar takes what is left, and goes when that is too little; then the line is cut.
 *
 * @param columns null leaves out the bar and cuts nothing, for logs
 */
export function formatProgress(state: ProgressState, style: ProgressStyle, columns: number | null): string {
  const { done, total, seconds } = state;
  const { description, unit, unitScale, note } = style;
  const count = unitScale ? formatShort : String;
  const name = description === '' ? '' : `${description}: `;
  const left = secondsLeft(state);
  const times = total === null ? clock(seconds) : `${clock(seconds)}<${left === null ? '?' : clock(left)}`;
  const facts = [times, rateText(state.rate, unit, count), ...(note === '' ? [] : [note])].join(', ');
  if (total === null) return cut(`${name}${count(done)}${unit} [${facts}]`, columns);
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const percent = `${name}${String(Math.floor(100 * share)).padStart(3)}%`;
  const tail = `${count(done)}/${count(total)} [${facts}]`;
  const room = columns === null ? 0 : columns - textWidth(percent) - textWidth(tail) - 3;
  if (room < NARROWEST) return cut(`${percent} ${tail}`, columns);
  return `${percent}|${bar(share, Math.min(room, WIDEST))}| ${tail}`;
}

function cut(line: string, columns: number | null): string {
  return columns === null ? line : clip(line, columns);
}

function bar(share: number, width: number): string {
  const eighths = Math.floor(share * width * 8);
  return `${'█'.repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8]}`.padEnd(width);
}

/** `12.3it/s`, or `2.50s/it` where that says more. */
function rateText(rate: number | null, unit: string, count: (value: number) => string): string {
  if (rate === null) return `?${unit}/s`;
  if (rate > 0 && rate < 1) return `${(1 / rate).toFixed(2)}s/${unit}`;
  return `${rate < 1000 ? rate.toFixed(rate < 100 ? 1 : 0) : count(Math.round(rate))}${unit}/s`;
}

/** Seconds as 01:05, or 1:02:03. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(whole % 60)}`;
}

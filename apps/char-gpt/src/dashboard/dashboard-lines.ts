import {
  type ChartSeries,
  clip,
  figure,
  fitParts,
  formatBytes,
  formatCount,
  formatDuration,
  formatLoss,
  formatRate,
  formatShort,
  type Line,
  lossChart,
  progressLine,
  wrap,
} from '@ml/terminal';
import { bestValidation, type DashboardState, lastValidation, recentLoss, speed, timeLeft } from './dashboard-state.ts';

interface Screen {
  readonly columns: number;
  readonly rows: number;
}

const SMALLEST_CHART = 3;
const LARGEST_CHART = 16;

/**
 * The dashboard for a screen of any size, at least one row less than it is high: a box as high as the terminal flickers.
 *
 * Progress and losses are always there; speed, title, curve, sample and hint come in this order as rows allow.
 */
export function dashboardLines(state: DashboardState, { columns, rows }: Screen): Line[] {
  const width = Math.max(1, columns);
  let free = Math.max(1, rows - 1);
  const take = (needed: number): boolean => {
    if (free < needed) return false;
    free -= needed;
    return true;
  };
  take(1);
  const losses = take(1) ? [lossLine(state, width)] : [];
  const pace = take(1) ? [paceLine(state, width)] : [];
  const title = take(1) ? [titleLine(state, width)] : [];
  const chartRows =
    free >= SMALLEST_CHART ? Math.min(LARGEST_CHART, Math.max(SMALLEST_CHART, Math.floor(free * 0.6))) : 0;
  free -= chartRows;
  const hint = take(1) ? [hintLine(state, width)] : [];
  const chart = chartRows === 0 ? [] : lossChart(chartSeries(state), state.maxSteps, width, chartRows);
  const sample = free >= 2 ? sampleLines(state, width, free) : [];
  return [...title, progressLine(state.step, state.maxSteps, width), ...losses, ...pace, ...chart, ...sample, ...hint];
}

function chartSeries({ history }: DashboardState): ChartSeries[] {
  const validation = history.evals.map(({ step, validationLoss }) => [step, validationLoss] as const);
  return [
    { points: history.losses, color: 'cyan' },
    { points: validation, color: 'yellow' },
  ];
}

function titleLine({ plan }: DashboardState, columns: number): Line {
  if (plan === null) return [{ text: clip('char-gpt · getting ready', columns), bold: true }];
  const { data, parameters, settings } = plan;
  const { nLayer, nHead, nEmbd, blockSize } = settings;
  const source = data.source.split(/[/\\]/).at(-1) ?? data.source;
  return fitParts(
    [
      [{ text: 'char-gpt', bold: true }],
      [{ text: `${formatShort(parameters)} parameters` }],
      [{ text: clip(source, 30) }],
      [{ text: `${formatCount(data.characters)} characters` }],
      [{ text: `${nLayer} layers, ${nHead} heads, ${nEmbd} wide, block ${blockSize}`, dim: true }],
    ],
    columns,
  );
}

function lossLine(state: DashboardState, columns: number): Line {
  const validation = lastValidation(state);
  const best = bestValidation(state);
  return fitParts(
    [
      figure('loss', shortLoss(recentLoss(state), columns), 'cyan'),
      figure('val', shortLoss(validation, columns), 'yellow'),
      figure('best', formatLoss(best)),
      figure('bits/char', validation === null ? '–' : (validation / Math.LN2).toFixed(3)),
      figure('grad', state.gradNorm.toFixed(2)),
    ],
    columns,
  );
}

/** Two losses of four decimals do not fit into twenty columns. */
function shortLoss(loss: number | null, columns: number): string {
  return columns < 25 && loss !== null ? loss.toFixed(2) : formatLoss(loss);
}

function paceLine(state: DashboardState, columns: number): Line {
  const heap = state.heapBytes === null ? [] : [figure('heap', formatBytes(state.heapBytes))];
  const saved = state.savedStep === null ? [] : [figure('saved at', formatCount(state.savedStep))];
  const left: Line = [{ text: `${formatDuration(timeLeft(state))} left` }];
  const pace: Line = [{ text: `${formatShort(speed(state))} tokens/s` }];
  const parts = [left, pace, figure('lr', formatRate(state.learningRate)), ...heap, ...saved];
  return fitParts(columns < 22 ? [left, [{ text: `${formatShort(speed(state))}/s` }]] : parts, columns);
}

function sampleLines({ sample }: DashboardState, columns: number, rows: number): Line[] {
  if (sample === null) return [];
  const header: Line = [
    { text: clip(`── what it writes after ${formatCount(sample.step)} steps`, columns), dim: true },
  ];
  const text = wrap(sample.text.trim(), columns).filter((line) => line !== '');
  return [header, ...text.slice(0, rows - 1).map((line): Line => [{ text: line }])];
}

function hintLine({ status }: DashboardState, columns: number): Line {
  const hint = {
    starting: 'reading the text …',
    training: 'Ctrl-C saves and stops',
    stopping: 'finishing the step, then saving … (Ctrl-C again: quit at once)',
    stopped: 'stopped',
    finished: 'finished',
  }[status];
  return [{ text: clip(hint, columns), dim: true }];
}

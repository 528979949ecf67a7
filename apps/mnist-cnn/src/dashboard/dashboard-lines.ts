import {
  type ChartSeries,
  clip,
  figure,
  fitParts,
  formatCount,
  formatDuration,
  formatLoss,
  formatPercent,
  formatRate,
  formatShort,
  type Line,
  lineWidth,
  lossChart,
  progressLine,
} from '@ml/terminal';
import { fromShades } from '../digits/pixels.ts';
import type { Mistake } from '../training/test-network.ts';
import { confusionGrid, GRID_HEIGHT, GRID_WIDTH } from './confusion-grid.ts';
import { bestAccuracy, type DashboardState, recentLoss, speed, timeLeft } from './dashboard-state.ts';
import { digitBlocks, sideBySide } from './digit-blocks.ts';

interface Screen {
  readonly columns: number;
  readonly rows: number;
}

const SMALLEST_CHART = 3;
const LARGEST_CHART = 14;
/** A mistake: half a picture's columns, half of those in rows, and its caption. */
const PICTURE_WIDTH = 14;
const PICTURE_HEIGHT = 8;

/**
 * The dashboard for a screen of any size, at least one row less than it is high: a box as high as the terminal flickers.
 *
 * Progress and accuracy are always there; speed, title, curve, hint, confusion matrix and mistakes come in this order as rows
 * allow.
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
  const figures = take(1) ? [figuresLine(state, width)] : [];
  const pace = take(1) ? [paceLine(state, width)] : [];
  const title = take(1) ? [titleLine(state, width)] : [];
  const below = tested(state, width, free - SMALLEST_CHART - 1);
  free -= below.length;
  const chartRows = free >= SMALLEST_CHART ? Math.min(LARGEST_CHART, Math.max(SMALLEST_CHART, free - 1)) : 0;
  free -= chartRows;
  const hint = take(1) ? [hintLine(state, width)] : [];
  const chart = chartRows === 0 ? [] : lossChart(chartSeries(state), state.maxSteps, width, chartRows);
  return [...title, progressLine(state.step, state.maxSteps, width), ...figures, ...pace, ...chart, ...below, ...hint];
}

function titleLine({ plan }: DashboardState, columns: number): Line {
  if (plan === null) return [{ text: clip('mnist-cnn · getting ready', columns), bold: true }];
  const { parameters, settings, threads } = plan;
  return fitParts(
    [
      [{ text: 'mnist-cnn', bold: true }],
      [{ text: `${formatShort(parameters)} parameters` }],
      [{ text: `${formatCount(settings.trainLimit)} digits, ${settings.epochs} epochs` }],
      [{ text: `batch ${settings.batchSize}`, dim: true }],
      [{ text: `${threads} threads`, dim: true }],
      [{ text: `seed ${settings.seed}`, dim: true }],
    ],
    columns,
  );
}

function figuresLine(state: DashboardState, columns: number): Line {
  const loss = recentLoss(state);
  const short = columns < 30 && loss !== null ? loss.toFixed(2) : formatLoss(loss);
  const { result } = state;
  return fitParts(
    [
      figure('loss', short, 'cyan'),
      figure('test', formatPercent(result?.accuracy ?? null, columns < 30 ? 1 : 2), 'green'),
      figure('best', formatPercent(bestAccuracy(state))),
      figure('test loss', formatLoss(result?.loss ?? null), 'yellow'),
    ],
    columns,
  );
}

function paceLine(state: DashboardState, columns: number): Line {
  const saved = state.savedStep === null ? [] : [figure('saved at', formatCount(state.savedStep))];
  const left: Line = [{ text: `${formatDuration(timeLeft(state))} left` }];
  const pace: Line = [{ text: `${formatShort(speed(state))}${columns < 24 ? '/s' : ' images/s'}` }];
  return fitParts([left, pace, figure('lr', formatRate(state.learningRate)), ...saved], columns);
}

function chartSeries({ history }: DashboardState): ChartSeries[] {
  // What an untrained network scores would flatten all the rest.
  const tests = history.evals.filter(({ step }) => step > 0);
  return [
    { points: history.losses, color: 'cyan' },
    { points: tests.map(({ step, loss }) => [step, loss] as const), color: 'yellow' },
  ];
}

/** The confusion matrix and, beside or instead of it, mistakes. */
function tested({ result, mistakes }: DashboardState, columns: number, rows: number): Line[] {
  if (result === null) return [];
  const grid = rows >= GRID_HEIGHT + 1 && columns >= GRID_WIDTH ? confusionGrid(result.confusion) : [];
  const heading: Line = [{ text: clip('── the test digits, and what they were taken for', columns), dim: true }];
  if (grid.length > 0) {
    const shown = pictures(mistakes, columns - GRID_WIDTH - 2, GRID_HEIGHT);
    return [heading, ...besides(grid, shown)];
  }
  const shown = rows >= PICTURE_HEIGHT + 1 ? pictures(mistakes, columns, PICTURE_HEIGHT) : [];
  return shown.length === 0 ? [] : [heading, ...shown];
}

/** As many mistakes side by side as fit, with what they are and what they were taken for. */
function pictures(mistakes: readonly Mistake[], columns: number, rows: number): Line[] {
  const fitting = Math.floor((columns + 1) / (PICTURE_WIDTH + 1));
  if (fitting < 1 || rows < PICTURE_HEIGHT || mistakes.length === 0) return [];
  const blocks = mistakes.slice(0, fitting).map(({ shades, truth, predicted, probability }): Line[] => {
    const caption = `${truth} → ${predicted} ${formatPercent(probability, 0)}`;
    return [...digitBlocks(fromShades(shades), 2), [{ text: caption.padEnd(PICTURE_WIDTH), color: 'red' }]];
  });
  return sideBySide(blocks, PICTURE_HEIGHT);
}

function besides(left: readonly Line[], right: readonly Line[]): Line[] {
  return left.map((line, i) => {
    const other = right[i] ?? [];
    return other.length === 0 ? line : [...line, { text: ' '.repeat(GRID_WIDTH + 2 - lineWidth(line)) }, ...other];
  });
}

function hintLine({ status }: DashboardState, columns: number): Line {
  const hint = {
    starting: 'reading the digits …',
    training: 'Ctrl-C saves and stops',
    stopping: 'finishing the step, then saving … (Ctrl-C again: quit at once)',
    stopped: 'stopped',
    finished: 'finished',
  }[status];
  return [{ text: clip(hint, columns), dim: true }];
}

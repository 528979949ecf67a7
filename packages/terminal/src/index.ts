// The table of contents of @ml/terminal. What loads Ink is in ink.ts: programs without a screen start without it.
export { cellWidth, clip, describeMachine, graphemes, textWidth } from '@ml/nn/node';
export { errorCode } from './errors/error-code.ts';
export { asUserError } from './errors/expected-error.ts';
export { UserError } from './errors/user-error.ts';
export { flagOf } from './program/flag-of.ts';
export { newProgram } from './program/new-program.ts';
export { realNumber, wholeNumber } from './program/number-flags.ts';
export { type CallNames, ownCommand, quoted } from './program/own-command.ts';
export { runProgram } from './program/run-program.ts';
export type { Curve, CurveSeries } from './run/curve.ts';
export { emptyLosses, type LossHistory, lossHistory, withLoss } from './run/loss-history.ts';
export {
  clearRunFolder,
  defaultRun,
  holdsRun,
  makeRunFolder,
  modelFile,
  reasonOf,
  runFiles,
} from './run/run-folder.ts';
export { writeReport } from './run/write-report.ts';
export { BrailleCanvas } from './screen/braille-canvas.ts';
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatLoss,
  formatPercent,
  formatRate,
  formatShort,
} from './screen/format.ts';
export { figure, fitParts, type Line, lineText, lineWidth, type Span, type SpanColor } from './screen/line.ts';
export { type ChartSeries, lossChart } from './screen/loss-chart.ts';
export { progressLine } from './screen/progress-line.ts';
export { createStore, type Store } from './screen/store.ts';
export { detectSurface, type Surface, tellInk } from './screen/surface.ts';
export { wrap } from './screen/wrap.ts';
export { exitCodeOf, type StopSignal } from './training/interrupts.ts';
export { type RecentSteps, recentNothing, recentSteps } from './training/recent-steps.ts';
export type { RunEvent, StopRequested } from './training/run-event.ts';
export { serveTraining } from './training/serve-training.ts';
export { startTraining, type TrainingThread } from './training/training-thread.ts';
export { type RunView, type TrainingOutcome, type WatchOptions, watchTraining } from './training/watch-training.ts';

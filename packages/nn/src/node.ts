// The table of contents of @ml/nn/node: what needs files, threads or a terminal.
export { loadCheckpoint, saveCheckpoint } from './node/checkpoint-file.ts';
export { describeMachine } from './node/describe-machine.ts';
export {
  bestCheckpoints,
  type KeepCheckpointsOptions,
  type KeptCheckpoint,
  keepCheckpoints,
} from './node/keep-checkpoints.ts';
export { type LoggedEvent, logToJsonl } from './node/log-to-jsonl.ts';
export { logToTensorboard } from './node/log-to-tensorboard.ts';
export { reportRun } from './node/report-run.ts';
export { type ServeDatasetOptions, serveDataset } from './node/serve-dataset.ts';
export { SummaryWriter, type SummaryWriterOptions } from './node/summary-writer.ts';
export { DataWorkerError, type WorkerPrefetchOptions, workerPrefetch } from './node/worker-prefetch.ts';
export { writeAtomically } from './node/write-atomically.ts';
export { type ProgressOptions, type ProgressStream, progress } from './progress/progress.ts';
export type { ReportOptions } from './report/report-markdown.ts';
export { cellWidth, clip, graphemes, textWidth } from './text/cell-width.ts';
export { formatBytes, formatCount, formatDuration, formatShort } from './text/format.ts';

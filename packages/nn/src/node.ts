// The table of contents of @ml/nn/node: what needs files.
export { loadCheckpoint, saveCheckpoint } from './node/checkpoint-file.ts';
export { type LoggedEvent, logToJsonl } from './node/log-to-jsonl.ts';
export { logToTensorboard } from './node/log-to-tensorboard.ts';
export { SummaryWriter, type SummaryWriterOptions } from './node/summary-writer.ts';
export { writeAtomically } from './node/write-atomically.ts';

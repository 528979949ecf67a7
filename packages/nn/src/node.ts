// The table of contents of @ml/nn/node: what needs files.
export { loadCheckpoint, saveCheckpoint } from './node/checkpoint-file.ts';
export { writeAtomically } from './node/write-atomically.ts';

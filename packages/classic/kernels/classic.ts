// The table of contents of the binary of @ml/classic: one line per kernel family.
export { heapBase } from '../../tensor/kernels/heap-base';
export { gatherPairs, splitSamples } from './histogram';
export { nodeSplits } from './node-splits';

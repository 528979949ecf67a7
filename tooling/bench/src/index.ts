export { type Measured, measure, type PreparedWork, type Work } from './measure.ts';
export { memoryCopy, memoryRead } from './memory-speed.ts';
export { onThreads, twoThreadGain, useOneThread } from './on-threads.ts';
export { options } from './options.ts';
export { loadPeers, type Peers, peerVariants } from './peers/index.ts';
export { publish } from './publish.ts';
export { milliseconds, speedup, speedups } from './ratio.ts';
export { Roof } from './roof.ts';
export type { Row } from './table.ts';

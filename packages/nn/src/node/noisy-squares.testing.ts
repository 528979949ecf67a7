// The program of a worker thread in the tests, and the data set that it serves; of the main thread in one of them.
import { isMainThread } from 'node:worker_threads';
import { type Tensor, tensor } from '@ml/tensor';
import type { Dataset } from '../data/dataset.ts';
import { serveDataset } from './serve-dataset.ts';

export { DataLoader } from '../data/data-loader.ts';
export { workerPrefetch } from './worker-prefetch.ts';

export interface Square {
  readonly root: number;
  readonly square: Tensor;
  readonly name: string;
  readonly noise: readonly [number];
}

/** Squares with noise that is drawn from the batch's stream. Number `broken` cannot be had. */
export function noisySquares(length: number, broken = -1): Dataset<Square> {
  return {
    length,
    get: (i, rng) => {
      if (i === broken) throw new RangeError(`sample ${i} is broken`);
      return { root: i, square: tensor([i * i, i], { dtype: 'int32' }), name: `n${i}`, noise: [rng?.random() ?? -1] };
    },
  };
}

if (!isMainThread) {
  serveDataset((data) => {
    const { length, broken, refuse } = data as { length: number; broken?: number; refuse?: string };
    if (refuse !== undefined) throw new Error(refuse);
    return noisySquares(length, broken);
  });
}

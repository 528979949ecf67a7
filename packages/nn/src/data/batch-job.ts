import { Rng, type RngState, SeedSequence } from '@ml/tensor';
import { type Collated, collate } from './collate.ts';
import type { Dataset } from './dataset.ts';

/** What makes one batch, as plain data: it can be sent to another thread and gives the same batch there. */
export interface BatchJob {
  readonly indices: Int32Array;
  /** Where the generator of the batch's random transforms begins. */
  readonly rng: RngState;
}

/** The batch that a job asks for. */
export function makeBatch<T, B>(dataset: Dataset<T, B>, job: BatchJob, join?: (samples: T[]) => B): B {
  const rng = Rng.fromState(job.rng);
  if (join === undefined && dataset.getMany !== undefined) return dataset.getMany(job.indices, rng);
  const samples = Array.from(job.indices, (index) => dataset.get(index, rng));
  return join === undefined ? (collate(samples) as Collated<T> & B) : join(samples);
}

/** The stream of batch number `batch` of an epoch: a child of the epoch's, whatever that has drawn. */
export function batchStream(epoch: RngState, batch: number): RngState {
  const { entropy, spawnKey } = epoch.seed;
  const root = typeof entropy === 'string' ? BigInt(entropy) : entropy.map(BigInt);
  return new Rng(new SeedSequence(root, [...spawnKey, batch])).getState();
}

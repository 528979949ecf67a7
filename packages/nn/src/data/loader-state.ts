import type { RngState } from '@ml/tensor';
import type { JsonValue } from '../json.ts';

/** Where a loader stands. */
export interface LoaderState {
  /** Epochs that are finished. */
  readonly epoch: number;
  /** Batches of the epoch under way that were handed out. */
  readonly batch: number;
  /** Where the generator of the epoch under way began; null between epochs. */
  readonly order: RngState | null;
  /** The loader's own generator, which the generators of epochs come from. */
  readonly rng: RngState;
  /** Samples, and batches in an epoch: a state means nothing for another data set. */
  readonly samples: number;
  readonly batches: number;
}

/**
 * Reads a saved state, which may come from a file.
 *
 * @throws {RangeError} when it is not the state of a loader over as many samples and batches
 */
export function readLoaderState(state: JsonValue, samples: number, batches: number): LoaderState {
  const saved = (typeof state === 'object' && state !== null ? state : {}) as Partial<LoaderState>;
  const { epoch, batch, order, rng } = saved;
  if (!isCount(epoch) || !isCount(batch) || rng === undefined || order === undefined)
    throw new RangeError('DataLoader: this is not the state of a data loader');
  if (saved.samples !== samples || saved.batches !== batches) {
    throw new RangeError(
      `DataLoader: the state is of ${saved.samples} samples in ${saved.batches} batches, but here are ${samples} in ${batches}`,
    );
  }
  if (order === null ? batch !== 0 : batch >= batches)
    throw new RangeError(`DataLoader: the state says batch ${batch} of ${order === null ? 'no epoch' : batches}`);
  return { epoch, batch, order, rng, samples, batches };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

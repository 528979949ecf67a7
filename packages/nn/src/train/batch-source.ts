import type { JsonValue } from '../json.ts';

/** Something whose position can be saved as plain data and taken up again. */
export interface Stateful {
  getState(): JsonValue;
  setState(state: JsonValue): void;
}

/**
 * Where training batches come from. The sequence is a function of the state alone: a source put back to a saved state
 * repeats exactly what it gave after it, which is what makes a resumed run bit-exact.
 */
export interface BatchSource<B> extends Stateful {
  /** The next batch. Its tensors are made inside the training step's scope and freed with it. */
  next(): B;
  /** Batches in an epoch, where there are epochs: `next` goes on from one to the next. */
  readonly length?: number | undefined;
}

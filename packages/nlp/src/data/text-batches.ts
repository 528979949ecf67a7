import type { BatchSource } from '@ml/nn';
import { fromBuffer, type Rng, type RngState, type Tensor } from '@ml/tensor';

export interface TextBatchOptions {
  /** Tokens in a row, T. */
  readonly blockSize: number;
  /** Rows in a batch, B. */
  readonly batchSize: number;
  /** Chooses the windows; its state is the state of the source. */
  readonly rng: Rng;
}

/** Tokens, and for each the token that follows it. */
export interface TextBatch {
  readonly ids: Tensor; // [B, T] int32
  readonly targets: Tensor; // [B, T] int32
}

/** There is not enough text for what is asked. */
export class TextTooShortError extends Error {
  override readonly name = 'TextTooShortError';
}

/**
 * Random windows of a text, for training a language model: every start is equally likely, windows may overlap.
 *
 * @shape ids [N > blockSize] → batches { ids [B, T], targets [B, T] }
 * @throws {TextTooShortError} when not one window and its next token fit into the text
 * @throws {RangeError} when a size is not an integer ≥ 1
 * @reference get_batch of Karpathy's nanoGPT
 * @example
 * const source = textBatches(Int32Array.of(5, 6, 7), { blockSize: 2, batchSize: 1, rng: new Rng(0) });
 * const { ids, targets } = source.next();
 * ids.toArray() // => [[5, 6]]
 * targets.toArray() // => [[6, 7]]
 */
export function textBatches(text: Int32Array, options: TextBatchOptions): BatchSource<TextBatch> {
  const { blockSize: T, batchSize: B, rng } = options;
  for (const [name, value] of Object.entries({ blockSize: T, batchSize: B })) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`textBatches: ${name} must be an integer ≥ 1, not ${value}`);
  }
  const starts = text.length - T;
  if (starts < 1) {
    throw new TextTooShortError(
      `a text of ${text.length} tokens is too short for blocks of ${T}: it takes at least ${T + 1}`,
    );
  }
  return {
    next() {
      const ids = new Int32Array(B * T);
      const targets = new Int32Array(B * T);
      for (let row = 0; row < B; row++) {
        const start = rng.integers(starts);
        ids.set(text.subarray(start, start + T), row * T);
        targets.set(text.subarray(start + 1, start + T + 1), row * T);
      }
      return { ids: fromBuffer(ids, [B, T]), targets: fromBuffer(targets, [B, T]) };
    },
    getState: () => ({ ...rng.getState() }),
    setState: (state) => rng.setState(state as unknown as RngState),
  };
}

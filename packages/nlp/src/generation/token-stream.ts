import type { Module } from '@ml/nn';
import { type Rng, type Tensor, tensor, tidy } from '@ml/tensor';
import type { GPT } from '../models/gpt.ts';
import { inEvalMode } from '../models/in-eval-mode.ts';
import type { KVCache } from '../models/kv-cache.ts';
import { type SamplingOptions, sampleToken } from './sample-token.ts';

export interface TokenStreamOptions extends SamplingOptions {
  readonly rng: Rng;
  /** Ids that may be drawn are below this. */
  readonly vocabSize: number;
  /** An id that is never drawn. */
  readonly excluded: number | null;
}

/**
 * Tokens one at a time, each drawn from what the model says follows all before it.
 *
 * GPT-2's positions are absolute and end with the block. When it is full, the last half of it is read again from position
 * 0 and the other half forgotten: a token then costs two steps on average, where sliding by one would read the whole
 * block for each.
 */
export class TokenStream {
  readonly #model: GPT;
  readonly #modules: readonly Module[];
  readonly #options: TokenStreamOptions;
  readonly #cache: KVCache;
  /** Tokens that the cache holds, and those it will be given next. */
  #context: number[];
  #unread: number;

  /** @param prompt at least one id; of a prompt longer than the block its end is used */
  constructor(model: GPT, prompt: Int32Array, options: TokenStreamOptions) {
    this.#model = model;
    this.#modules = model.modules();
    this.#options = options;
    this.#cache = model.cache();
    this.#context = [...prompt.subarray(-model.config.blockSize)];
    this.#unread = this.#context.length;
  }

  next(): number {
    this.#makeRoom();
    const logits = this.#logits();
    const { excluded } = this.#options;
    if (excluded !== null && logits.length > 1) logits[excluded] = -Infinity;
    const id = sampleToken(logits, this.#options, this.#options.rng);
    this.#context.push(id);
    this.#unread = 1;
    return id;
  }

  #makeRoom(): void {
    const { blockSize } = this.#model.config;
    if (this.#cache.length + this.#unread <= blockSize) return;
    this.#cache.clear();
    this.#context = this.#context.slice(-Math.max(1, blockSize >> 1));
    this.#unread = this.#context.length;
  }

  /** Reads the unread tokens; the logits of what follows them, as a copy. */
  #logits(): Float32Array | Float64Array {
    return inEvalMode(this.#modules, () =>
      tidy(() => {
        const ids: Tensor = tensor([this.#context.slice(-this.#unread)], { dtype: 'int32' }); // [1, T]
        const logits = this.#model.step(ids, this.#cache).toTypedArray() as Float32Array | Float64Array; // [V]
        return logits.subarray(0, this.#options.vocabSize);
      }),
    );
  }

  dispose(): void {
    this.#cache.dispose();
  }
}

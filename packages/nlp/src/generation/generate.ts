import { defaultRng, Rng, type Seed } from '@ml/tensor';
import type { GPT } from '../models/gpt.ts';
import { ConfigError } from '../models/gpt-config.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { Breather } from './breather.ts';
import { checkedSampling, type SamplingOptions } from './sample-token.ts';
import { StopFilter } from './stop-filter.ts';
import { TokenStream } from './token-stream.ts';

export interface GenerateOptions extends SamplingOptions {
  /** Most tokens to write; default 256. */
  readonly maxTokens?: number | undefined;
  /** Where the draws come from; the default generator unless `rng` or `seed` is given. */
  readonly rng?: Rng | undefined;
  /** Short for `rng: new Rng(seed)`. */
  readonly seed?: Seed | undefined;
  /** Strings that end the text; they are not part of it. */
  readonly stop?: readonly string[] | undefined;
  /** Ends the text early when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Text that continues a prompt, piece by piece as it is written.
 *
 * A piece comes as soon as it is certain: what may be the beginning of a stop string is held back. The model's keys and
 * values are kept, so a token costs one step; see `TokenStream` for what happens at the end of the block. Other work gets
 * its turn in between. The same model, prompt, options and seed give the same text. The unknown token is never written.
 *
 * @param prompt the text so far; when empty, the model starts behind a line break, or behind its first token
 * @throws {RangeError} at once, when an option makes no sense
 * @throws {ConfigError} at once, when the tokenizer has more ids than the model
 * @throws {LogitsError} when the model's logits are not numbers
 * @example
 * const tokenizer = CharTokenizer.train('abc');
 * const model = new GPT({ vocabSize: 4, blockSize: 8, nLayer: 1, nHead: 1, nEmbd: 4 }, { rng: new Rng(0) });
 * let text = '';
 * for await (const piece of generate(model, tokenizer, 'ab', { maxTokens: 5, seed: 1 })) text += piece;
 * text.length // => 5
 */
export function generate(
  model: GPT,
  tokenizer: Tokenizer,
  prompt: string,
  options: GenerateOptions = {},
): AsyncIterableIterator<string> {
  const { maxTokens = 256, seed, rng = seed === undefined ? defaultRng() : new Rng(seed), stop = [], signal } = options;
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 0) {
    throw new RangeError(`maxTokens must be an integer ≥ 0, not ${maxTokens}`);
  }
  const { temperature, topK, topP } = checkedSampling(options);
  const filter = new StopFilter(stop);
  const { vocabSize, unknownId } = tokenizer;
  if (vocabSize > model.config.vocabSize || vocabSize === 0) {
    throw new ConfigError(
      `generate: a tokenizer of ${vocabSize} ids does not fit a model of ${model.config.vocabSize}`,
    );
  }
  const ids = tokenizer.encode(prompt);
  const start = ids.length > 0 ? ids : firstToken(tokenizer);
  const sampling = { temperature, topK, topP, rng, vocabSize, excluded: unknownId };
  return write(() => new TokenStream(model, start, sampling), tokenizer, filter, maxTokens, signal);
}

async function* write(
  open: () => TokenStream,
  tokenizer: Tokenizer,
  filter: StopFilter,
  maxTokens: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  const tokens = open();
  const breather = new Breather();
  try {
    for (let n = 0; n < maxTokens && !filter.stopped && !signal?.aborted; n++) {
      const piece = filter.push(tokenizer.decode([tokens.next()]));
      if (piece !== '') yield piece;
      await breather.breathe();
    }
    const rest = filter.flush();
    if (rest !== '') yield rest;
  } finally {
    tokens.dispose();
  }
}

/** What to start from when there is no prompt. */
function firstToken(tokenizer: Tokenizer): Int32Array {
  const lineBreak = tokenizer.encode('\n');
  return lineBreak.length === 1 && lineBreak[0] !== tokenizer.unknownId ? lineBreak : new Int32Array(1);
}

// A character tokenizer as a Hugging Face tokenizer.json: a BPE model starts from characters, so one without merges stops
// there. `Fuse` puts the characters together again without spaces.
import { CODE_POINTS, isSurrogate } from './code-points.ts';

export const UNKNOWN_TOKEN = '<unk>';

/** Not the file of a tokenizer that this package can be. */
export class TokenizerFormatError extends Error {
  override readonly name = 'TokenizerFormatError';
}

/** @param tokens by id */
export function writeVocabulary(tokens: readonly string[]): object {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'Fuse' },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: tokens.includes(UNKNOWN_TOKEN) ? UNKNOWN_TOKEN : null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: [],
    },
  };
}

/** Code points by id, −1 for `<unk>`. Believes nothing: the file may come from anywhere. */
export function readVocabulary(json: unknown): Int32Array {
  const file = record(json, 'the file');
  const model = record(file.model, '"model"');
  if (model.type !== 'BPE') throw refuse(`model type ${quoted(model.type)} is not a character tokenizer`);
  if (!isEmpty(model.merges)) throw refuse('a model with merges is not a character tokenizer');
  for (const part of ['normalizer', 'pre_tokenizer', 'post_processor']) {
    if ((file[part] ?? null) !== null)
      throw refuse(`"${part}" changes the text, which a character tokenizer does not do`);
  }
  if (!isEmpty(file.added_tokens)) throw refuse('added tokens are not characters');
  const unknown = model.unk_token ?? null;
  if (unknown !== null && unknown !== UNKNOWN_TOKEN)
    throw refuse(`unk_token is ${quoted(unknown)}, not "${UNKNOWN_TOKEN}"`);

  const vocabulary = Object.entries(record(model.vocab, '"vocab"'));
  if (vocabulary.length > CODE_POINTS) throw refuse(`${vocabulary.length} tokens are more than there are characters`);
  const points = new Int32Array(vocabulary.length).fill(-2);
  for (const [token, id] of vocabulary) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id >= points.length)
      throw refuse(`the id of ${quoted(token)} is ${quoted(id)}, not one of 0 … ${points.length - 1}`);
    if (points[id] !== -2) throw refuse(`two tokens have id ${id}`);
    points[id] = token === UNKNOWN_TOKEN && unknown !== null ? -1 : onlyCodePoint(token);
  }
  if (unknown !== null && !points.includes(-1)) throw refuse(`unk_token "${UNKNOWN_TOKEN}" is not in the vocabulary`);
  return points;
}

function onlyCodePoint(token: string): number {
  const point = token.codePointAt(0);
  if (point === undefined || isSurrogate(point) || token.length !== (point > 0xffff ? 2 : 1))
    throw refuse(`token ${quoted(token)} is not one character`);
  return point;
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse(`${what} is not an object`);
  return value as Record<string, unknown>;
}

function isEmpty(list: unknown): boolean {
  return list === undefined || list === null || (Array.isArray(list) && list.length === 0);
}

/** A value as a short piece of JSON, whatever it is. */
function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function refuse(problem: string): TokenizerFormatError {
  return new TokenizerFormatError(`tokenizer.json: ${problem}`);
}

// The file that CharTokenizer writes, opened by the library the world reads such files with.
import { Tokenizer as ReferenceTokenizer } from '@huggingface/tokenizers';
import { describe, expect, test } from 'vitest';
import { CharTokenizer } from './char-tokenizer.ts';

const training = 'To be, or not to be:\n  that is the question… naïve 🙂 𝒳\t"quoted" \\ back';

describe('@huggingface/tokenizers', () => {
  const ours = CharTokenizer.train(training);
  const file = JSON.parse(JSON.stringify(ours.toJSON()));
  const theirs = new ReferenceTokenizer(file, {});

  test.each([training, 'be 🙂 to', ' leading and trailing ', '', '\n\n', 'unseen: Ω and 中', '𝒳𝒳'])(
    'encodes %j alike',
    (text) => {
      expect(Array.from(ours.encode(text))).toEqual(theirs.encode(text, { add_special_tokens: false }).ids);
    },
  );

  test('decodes what was seen in training alike', () => {
    const ids = Array.from(ours.encode(training));
    expect(theirs.decode(ids)).toBe(training);
    expect(ours.decode(ids)).toBe(training);
  });
});

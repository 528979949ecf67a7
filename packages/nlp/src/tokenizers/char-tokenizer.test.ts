import { describe, expect, test } from 'vitest';
import { CharTokenizer } from './char-tokenizer.ts';
import { TokenizerFormatError } from './tokenizer-json.ts';

const roundTrip = (tokenizer: CharTokenizer, text: string) => tokenizer.decode(tokenizer.encode(text));

describe('CharTokenizer', () => {
  test('numbers characters by code point, behind <unk>', () => {
    const tokenizer = CharTokenizer.train('b\naé🙂a');
    expect(tokenizer.vocabSize).toBe(6);
    expect(tokenizer.unknownId).toBe(0);
    expect([...tokenizer.encode('\nabé🙂')]).toEqual([1, 2, 3, 4, 5]);
  });

  test('without <unk> starts at 0 and leaves unknown characters out', () => {
    const tokenizer = CharTokenizer.train('ba', { unknown: false });
    expect(tokenizer.vocabSize).toBe(2);
    expect(tokenizer.unknownId).toBeNull();
    expect([...tokenizer.encode('axb')]).toEqual([0, 1]);
  });

  test('code points sort as numbers, where UTF-16 units would not: U+FF21 before U+1F642', () => {
    expect([...CharTokenizer.train('🙂Ａ').encode('Ａ🙂')]).toEqual([1, 2]);
  });

  test.each(['', 'plain text', 'tab\tnul\0', 'ééÅ', '👩‍👩‍👧 家族 🏳️‍🌈', '\u{10ffff}\uffff'])(
    'round trip of %j',
    (text) => {
      expect(roundTrip(CharTokenizer.train(text), text)).toBe(text);
    },
  );

  test('unknown characters become U+FFFD, one per code point', () => {
    const tokenizer = CharTokenizer.train('ab');
    expect(roundTrip(tokenizer, 'a🙂b€')).toBe('a\ufffdb\ufffd');
  });

  test('lone surrogates are unknown and never learned', () => {
    const tokenizer = CharTokenizer.train('a\ud83db\ude42');
    expect(tokenizer.vocabSize).toBe(3);
    expect([...tokenizer.encode('\ude42a\ud83d')]).toEqual([0, 1, 0]);
    expect(roundTrip(tokenizer, 'a\ud83d')).toBe('a\ufffd');
  });

  test('an empty text gives a vocabulary of <unk> alone', () => {
    expect(CharTokenizer.train('').vocabSize).toBe(1);
    expect(CharTokenizer.train('', { unknown: false }).encode('abc')).toHaveLength(0);
  });

  test('decode refuses ids outside the vocabulary', () => {
    expect(() => CharTokenizer.train('ab').decode([1, 3])).toThrow('decode: id 3 is not in a vocabulary of 3');
    expect(() => CharTokenizer.train('ab').decode([-1])).toThrow('id -1');
  });

  test('covers tells whether a text can be encoded without loss', () => {
    expect(CharTokenizer.train('abc').covers('cab')).toBe(true);
    expect(CharTokenizer.train('abc').covers('cad')).toBe(false);
  });

  test('ten million characters take well under ten seconds', () => {
    const text = 'The quick brown fox jumps over the lazy dog. Ünïcödé 🙂\n'.repeat(180_000);
    const start = performance.now();
    const tokenizer = CharTokenizer.train(text);
    const ids = tokenizer.encode(text);
    expect(tokenizer.decode(ids) === text).toBe(true);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('tokenizer.json', () => {
  const tokenizer = CharTokenizer.train('hello, wörld 🙂 0123456789 "\\');

  test('round trip through text, digits in their order by id', () => {
    const again = CharTokenizer.fromJSON(JSON.parse(JSON.stringify(tokenizer)));
    const text = 'hold 90210 🙂 "\\" unknown: ß';
    expect([...again.encode(text)]).toEqual([...tokenizer.encode(text)]);
    expect(again.unknownId).toBe(tokenizer.unknownId);
    expect(CharTokenizer.fromJSON(CharTokenizer.train('ab', { unknown: false }).toJSON()).unknownId).toBeNull();
  });

  const model = (change: object) => ({
    model: { type: 'BPE', unk_token: null, vocab: { a: 0, b: 1 }, merges: [], ...change },
  });
  test.each<[string, unknown, string]>([
    ['null', null, 'the file is not an object'],
    ['a string', 'abc', 'the file is not an object'],
    ['an array', [], 'the file is not an object'],
    ['no model', {}, '"model" is not an object'],
    ['another model', model({ type: 'Unigram' }), 'model type "Unigram" is not a character tokenizer'],
    ['merges', model({ merges: ['a b'] }), 'a model with merges is not a character tokenizer'],
    ['a normalizer', { ...model({}), normalizer: { type: 'NFC' } }, '"normalizer" changes the text'],
    ['added tokens', { ...model({}), added_tokens: [{ id: 7, content: '<s>' }] }, 'added tokens are not characters'],
    ['two characters', model({ vocab: { ab: 0 } }), 'token "ab" is not one character'],
    ['no character', model({ vocab: { '': 0 } }), 'token "" is not one character'],
    ['half a character', model({ vocab: { '\ud83d': 0 } }), 'is not one character'],
    ['__proto__', model({ vocab: JSON.parse('{"__proto__": 0}') }), 'token "__proto__" is not one character'],
    ['a gap', model({ vocab: { a: 0, b: 2 } }), 'the id of "b" is 2, not one of 0 … 1'],
    ['a fraction', model({ vocab: { a: 0.5 } }), 'the id of "a" is 0.5'],
    ['a text id', model({ vocab: { a: '0' } }), 'the id of "a" is "0"'],
    ['an id twice', model({ vocab: { a: 0, b: 0 } }), 'two tokens have id 0'],
    ['another unk', model({ unk_token: '[UNK]' }), 'unk_token is "[UNK]", not "<unk>"'],
    ['unk without id', model({ unk_token: '<unk>' }), 'unk_token "<unk>" is not in the vocabulary'],
    ['unk not declared', model({ vocab: { '<unk>': 0 } }), 'token "<unk>" is not one character'],
  ])('refuses %s', (_, json, problem) => {
    expect(() => CharTokenizer.fromJSON(json)).toThrow(TokenizerFormatError);
    expect(() => CharTokenizer.fromJSON(json)).toThrow(problem);
  });
});

import { memory, Rng, tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { GPT } from '../models/gpt.ts';
import { ConfigError } from '../models/gpt-config.ts';
import { CharTokenizer } from '../tokenizers/char-tokenizer.ts';
import { type GenerateOptions, generate } from './generate.ts';
import { sampleToken } from './sample-token.ts';

const tokenizer = CharTokenizer.train('\nabcdefg 🙂');
const model = new GPT(
  { vocabSize: tokenizer.vocabSize, blockSize: 16, nLayer: 2, nHead: 2, nEmbd: 16 },
  { rng: new Rng(3) },
);

async function text(prompt: string, options: GenerateOptions, of = model): Promise<string> {
  let all = '';
  for await (const piece of generate(of, tokenizer, prompt, options)) all += piece;
  return all;
}

/** The definition: every token from the logits of the whole context, while it fits the block. */
function withoutCache(prompt: string, n: number, temperature: number, seed: number): string {
  const rng = new Rng(seed);
  const ids = [...tokenizer.encode(prompt)];
  for (let i = 0; i < n; i++) {
    const logits = tidy(() =>
      model
        .forward(tensor([ids], { dtype: 'int32' }))
        .slice(0, -1)
        .toTypedArray(),
    );
    logits[0] = -Infinity;
    ids.push(sampleToken(logits, { temperature }, rng));
  }
  return tokenizer.decode(ids.slice(-n));
}

describe('generate', () => {
  test.each([0, 0.5, 1.5])('writes what the whole context says, at temperature %d', async (temperature) => {
    const got = await text('abc', { maxTokens: 13, temperature, seed: 2 });
    expect(got).toBe(withoutCache('abc', 13, temperature, 2));
  });

  test('the seed decides, through many blocks', async () => {
    const options = { maxTokens: 100, temperature: 1 };
    const first = await text('ab', { ...options, seed: 1 });
    expect([...first]).toHaveLength(100);
    expect(await text('ab', { ...options, rng: new Rng(1) })).toBe(first);
    expect(await text('ab', { ...options, seed: 2 })).not.toBe(first);
  });

  test('at the end of the block goes on from its last half', async () => {
    const written = await text('abc', { maxTokens: 15, seed: 4 });
    // 3 + 13 tokens fill the block of 16; the 15th token is drawn after reading the last 8 again.
    const context = `abc${written}`;
    const ids = tokenizer.encode(context).slice(0, 17);
    const rng = new Rng(4);
    for (let i = 0; i < 14; i++) rng.random();
    const logits = tidy(() => {
      const last = tensor([[...ids.slice(-8)]], { dtype: 'int32' });
      return model.forward(last).slice(0, -1).toTypedArray();
    });
    logits[0] = -Infinity;
    expect([...written][14]).toBe(tokenizer.decode([sampleToken(logits, {}, rng)]));
  });

  test('of a long prompt the end counts, an unknown character does no harm, an empty prompt is a line break', async () => {
    const long = 'abcdefg '.repeat(10);
    const options = { maxTokens: 5, seed: 1 };
    expect(await text(long, options)).toBe(await text(long.slice(-16), options));
    expect([...(await text('aß€', options))]).toHaveLength(5);
    expect(await text('', options)).toBe(await text('\n', options));
  });

  test('never writes the unknown token, nor ids that only the model has', async () => {
    const wide = new GPT({ ...model.config, vocabSize: tokenizer.vocabSize + 50 }, { rng: new Rng(1) });
    const written = await text('a', { maxTokens: 60, temperature: 5, seed: 3 }, wide);
    expect(written).not.toContain('\ufffd');
    expect([...written]).toHaveLength(60);
  });

  test('stops before a stop string and gives nothing of it away', async () => {
    const whole = await text('a', { maxTokens: 40, seed: 8 });
    const stop = whole.slice(10, 13);
    const at = whole.indexOf(stop);
    const pieces: string[] = [];
    for await (const piece of generate(model, tokenizer, 'a', { maxTokens: 40, seed: 8, stop: [stop, 'ZZ'] })) {
      pieces.push(piece);
      expect(whole.slice(0, at).startsWith(pieces.join(''))).toBe(true);
    }
    expect(pieces.join('')).toBe(whole.slice(0, at));
  });

  test('writes what it held back when the tokens are used up', async () => {
    const whole = await text('a', { maxTokens: 6, seed: 8 });
    expect(await text('a', { maxTokens: 6, seed: 8, stop: [`${whole.slice(-2)}Z`] })).toBe(whole);
  });

  test('an abort signal ends the text', async () => {
    const controller = new AbortController();
    let pieces = 0;
    for await (const _ of generate(model, tokenizer, 'a', { maxTokens: 1000, signal: controller.signal })) {
      if (++pieces === 7) controller.abort();
    }
    expect(pieces).toBe(7);
    expect(await text('a', { signal: AbortSignal.abort() })).toBe('');
  });

  test('timers run while it writes', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const end = performance.now() + 150;
    for await (const _ of generate(model, tokenizer, 'a', { maxTokens: 1e6 })) if (performance.now() > end) break;
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });

  test('writes as in evaluation, and leaves a model in training as it was', async () => {
    const dropping = new GPT({ ...model.config, dropout: 0.5 }, { rng: new Rng(3) });
    const before = dropping.dropoutRng.getState();
    dropping.transformer.h[0].eval();
    expect(await text('abc', { maxTokens: 30, seed: 1 }, dropping)).toBe(await text('abc', { maxTokens: 30, seed: 1 }));
    expect(dropping.training).toBe(true);
    expect(dropping.transformer.drop.training).toBe(true);
    expect(dropping.transformer.h.map((block) => block.training)).toEqual([false, true]);
    expect(dropping.dropoutRng.getState()).toEqual(before);
  });

  test('leaves no memory behind, finished, broken off or abandoned', async () => {
    const run = async () => {
      await text('abc', { maxTokens: 40, seed: 1, topK: 3, topP: 0.9 });
      for await (const _ of generate(model, tokenizer, 'abc')) break;
      generate(model, tokenizer, 'never read');
    };
    await run();
    const live = memory.report().liveBytes;
    for (let i = 0; i < 10; i++) await run();
    expect(memory.report().liveBytes).toBe(live);
  });

  test('refuses nonsense at once', () => {
    expect(() => generate(model, tokenizer, 'a', { maxTokens: -1 })).toThrow(
      'maxTokens must be an integer ≥ 0, not -1',
    );
    expect(() => generate(model, tokenizer, 'a', { temperature: Number.NaN })).toThrow(RangeError);
    expect(() => generate(model, tokenizer, 'a', { stop: [''] })).toThrow('an empty stop string');
    const other = CharTokenizer.train('abcdefghijklmnopqrstuvwxyz');
    expect(() => generate(model, other, 'a')).toThrow(ConfigError);
  });

  test('a model that has diverged is an error, not a text', async () => {
    const broken = new GPT(model.config, { rng: new Rng(3) });
    broken.loadStateDict({ 'transformer.ln_f.bias': tensor(new Float32Array(16).fill(Number.NaN)) }, { strict: false });
    await expect(text('a', {}, broken)).rejects.toThrow('the logit of token 1 is NaN');
  });
});

import { CharTokenizer, GPT } from '@ml/nlp';
import { memory, Rng } from '@ml/tensor';
import { expect, test } from 'vitest';
import type { ChatAction, ChatEffect } from './chat-update.ts';
import { printable, writeReply } from './write-reply.ts';

const tokenizer = CharTokenizer.train('abcd"\n');
const model = new GPT(
  { vocabSize: tokenizer.vocabSize, blockSize: 8, nLayer: 1, nHead: 1, nEmbd: 8 },
  { rng: new Rng(0) },
).eval();

async function replyTo(
  changes: Partial<Extract<ChatEffect, { type: 'generate' }>>,
  signal = new AbortController().signal,
): Promise<ChatAction[]> {
  const actions: ChatAction[] = [];
  const settings = { temperature: 1, topK: null, topP: null, seed: 1, maxTokens: 200 };
  const effect = { type: 'generate', prompt: '"abc?ž"\n"', stop: [], turn: 0, settings, ...changes } as const;
  await writeReply({ model, tokenizer }, effect, { dispatch: (action) => actions.push(action), signal });
  return actions;
}

const text = (actions: readonly ChatAction[]): string =>
  actions.map((action) => (action.type === 'piece' ? action.text : '')).join('');

test('the same turn of the same seed says the same, another turn something else', async () => {
  const [a, b, c] = [await replyTo({}), await replyTo({}), await replyTo({ turn: 1 })];
  expect(text(a)).toHaveLength(200);
  expect(text(b)).toBe(text(a));
  expect(text(c)).not.toBe(text(a));
  expect(a.at(-1)).toMatchObject({ type: 'reply-ended', tokens: 200 });
});

test('ends at the stop string, which is not part of the reply', async () => {
  expect(text(await replyTo({ stop: ['a'] }))).toMatch(/^[^a]*$/);
});

test('ends when it is stopped', async () => {
  expect(text(await replyTo({}, AbortSignal.abort()))).toBe('');
});

test('a failure is told, and the reply ends', async () => {
  const settings = { temperature: -1, topK: null, topP: null, seed: 1, maxTokens: 200 };
  expect((await replyTo({ settings })).map(({ type }) => type)).toEqual(['error', 'reply-ended']);
});

test('leaves nothing in memory', async () => {
  await replyTo({});
  const before = memory.report().liveBytes;
  for (let i = 0; i < 5; i++) await replyTo({});
  expect(memory.report().liveBytes).toBe(before);
});

test('printable drops control sequences, keeps line ends', () => {
  expect(printable('a\u001b[2Jb\nc\td\u0007\u009b')).toBe('a[2Jb\nc\td');
});

import { generate } from '@ml/nlp';
import { Rng } from '@ml/tensor';
import type { OpenModel } from '../run/open-model.ts';
import type { ChatAction, ChatEffect } from './chat-update.ts';

type Generate = Extract<ChatEffect, { type: 'generate' }>;

/** Thirty frames a second: more than that nobody reads, and every frame costs time the model could use. */
const FRAME = 33;

/** Writes one reply and tells the chat about it: pieces frame by frame, then its end, or why there is none. */
export async function writeReply(
  { model, tokenizer }: Pick<OpenModel, 'model' | 'tokenizer'>,
  { prompt, stop, turn, settings }: Generate,
  { dispatch, signal }: { readonly dispatch: (action: ChatAction) => void; readonly signal: AbortSignal },
): Promise<void> {
  const { temperature, topK, topP, seed, maxTokens } = settings;
  const began = performance.now();
  let pending = '';
  let tokens = 0;
  let shownAt = began;
  const show = (): void => {
    if (pending !== '') dispatch({ type: 'piece', text: pending });
    pending = '';
    shownAt = performance.now();
  };
  try {
    const pieces = generate(model, tokenizer, prompt, {
      maxTokens,
      temperature,
      topK: topK ?? undefined,
      topP: topP ?? undefined,
      rng: new Rng([seed, turn]),
      stop,
      signal,
    });
    for await (const piece of pieces) {
      pending += printable(piece);
      tokens += [...piece].length;
      if (performance.now() - shownAt < FRAME) continue;
      show();
      await turnOfEventLoop();
    }
  } catch (error) {
    dispatch({ type: 'error', text: error instanceof Error ? error.message : String(error) });
  }
  show();
  dispatch({ type: 'reply-ended', tokens, seconds: (performance.now() - began) / 1000 });
}

/** What a terminal may be sent: a text with control sequences in it could teach the model to write some. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '');
}

/** Keys and frames get their turn. */
function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

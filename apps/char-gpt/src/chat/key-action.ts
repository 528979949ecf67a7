import type { Key } from 'ink';
import type { ChatAction } from './chat-update.ts';

/** Control keys as readline has them. */
const CONTROL: Readonly<Record<string, ChatAction>> = {
  a: { type: 'move', key: 'home' },
  b: { type: 'move', key: 'left' },
  c: { type: 'interrupt' },
  d: { type: 'end-of-input' },
  e: { type: 'move', key: 'end' },
  f: { type: 'move', key: 'right' },
  h: { type: 'erase', key: 'backspace' },
  k: { type: 'erase', key: 'to-end' },
  n: { type: 'newer' },
  p: { type: 'older' },
  u: { type: 'erase', key: 'to-start' },
  w: { type: 'erase', key: 'word' },
};

/** What a key, or text that arrived at once, does to the chat. */
export function actionOfKey(input: string, key: Key): readonly ChatAction[] {
  if (key.eventType === 'release') return [];
  if (key.ctrl && key.leftArrow) return [{ type: 'move', key: 'word-left' }];
  if (key.ctrl && key.rightArrow) return [{ type: 'move', key: 'word-right' }];
  if (key.ctrl) return Object.hasOwn(CONTROL, input) ? [CONTROL[input]] : [];
  if (key.meta && input === 'b') return [{ type: 'move', key: 'word-left' }];
  if (key.meta && input === 'f') return [{ type: 'move', key: 'word-right' }];
  if (key.return) return [key.meta ? { type: 'insert', text: '\n' } : { type: 'submit' }];
  if (key.escape) return [{ type: 'escape' }];
  if (key.backspace) return [{ type: 'erase', key: key.meta ? 'word' : 'backspace' }];
  if (key.delete) return [{ type: 'erase', key: 'delete' }];
  if (key.upArrow) return [{ type: 'older' }];
  if (key.downArrow) return [{ type: 'newer' }];
  if (key.leftArrow) return [{ type: 'move', key: 'left' }];
  if (key.rightArrow) return [{ type: 'move', key: 'right' }];
  if (key.home) return [{ type: 'move', key: 'home' }];
  if (key.end) return [{ type: 'move', key: 'end' }];
  if (key.tab || key.pageUp || key.pageDown || key.meta || input === '') return [];
  return typed(input);
}

/** Fast typing arrives as one piece, its Enter with it; a paste without brackets does too, and its line ends stay text. */
function typed(input: string): readonly ChatAction[] {
  const text = input.replace(/[\r\n]$/, '');
  const insert: ChatAction = { type: 'insert', text };
  return text === input ? [insert] : [insert, { type: 'submit' }];
}

import { textWidth } from '@ml/terminal';
import { FakeTerminal, settled } from '@ml/terminal/testing';
import { render } from 'ink-testing-library';
import { describe, expect, test, vi } from 'vitest';
import { chatOptions } from '../testing/chat.testing.ts';
import { type ReplyWriter, startChat } from './chat-runtime.ts';
import { initialChat } from './chat-state.ts';
import { ChatView } from './chat-view.tsx';

const ANSWER = 'I am not a 字幕 but an averyveryverylongwordindeed," said the 🙂.';

const answer: ReplyWriter = async (_, { dispatch }) => {
  dispatch({ type: 'piece', text: ANSWER });
  dispatch({ type: 'reply-ended', tokens: ANSWER.length, seconds: 0.05 });
};

/** Writes until it is stopped. */
const endless: ReplyWriter = async (_, { dispatch, signal }) => {
  let tokens = 0;
  while (!signal.aborted && tokens < 1000) {
    dispatch({ type: 'piece', text: 'and on ' });
    tokens++;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  dispatch({ type: 'reply-ended', tokens, seconds: 1 });
};

function open(terminal: FakeTerminal, write: ReplyWriter = answer) {
  const onQuit = vi.fn();
  const runtime = startChat(initialChat(chatOptions), write, onQuit);
  terminal.show(<ChatView runtime={runtime} modelName="stories" plainCursor={false} />);
  return { runtime, onQuit };
}

describe.each([
  [20, 10],
  [40, 15],
  [80, 24],
  [200, 50],
])('on a terminal of %i × %i', (columns, rows) => {
  test('a line is answered', async () => {
    const terminal = new FakeTerminal(columns, rows);
    open(terminal);
    await settled();
    await terminal.type('Hello 字\r');
    const all = terminal.lines.join('\n');
    expect(all).toContain('› Hello 字');
    expect(all.replace(/\s/g, '')).toContain('averyveryverylongwordindeed,"saidthe🙂.');
    expect(all).toMatch(columns < 30 ? /T 0.8/ : /temperature 0.8/);
    for (const line of terminal.lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
  });

  test('what moves is less high than the screen', async () => {
    const terminal = new FakeTerminal(columns, rows);
    const { runtime } = open(terminal, endless);
    await settled();
    await terminal.type('go\r');
    await new Promise((resolve) => setTimeout(resolve, 700));
    const moving = terminal.lines.slice(terminal.lines.indexOf('› go') + 1);
    expect(moving.length).toBeLessThan(rows);
    await terminal.type('\u001b');
    await runtime.idle();
    await settled();
    expect(terminal.lines.join('\n')).toContain('(stopped)');
  });
});

test('keys edit, recall and leave', async () => {
  const onQuit = vi.fn();
  const runtime = startChat(initialChat(chatOptions), answer, onQuit);
  const { stdin, lastFrame, unmount } = render(<ChatView runtime={runtime} modelName="stories" plainCursor />);
  const press = async (keys: string): Promise<void> => {
    stdin.write(keys);
    await settled();
  };
  await settled();
  await press('abd');
  await press('\u001b[D');
  await press('c');
  expect(lastFrame()).toContain('› abcd');
  await press('\u007f');
  expect(lastFrame()).toContain('› abd');
  await press('\r');
  expect(runtime.store.get().sent).toEqual(['abd']);
  await press('\u001b[A');
  expect(runtime.store.get().input.text).toBe('abd');
  await press('\u001b[200~two\nlines\u001b[201~');
  expect(runtime.store.get().input.text).toBe('abdtwo\nlines');
  await press('\u0015');
  await press('\u0004');
  expect(onQuit).toHaveBeenCalledOnce();
  unmount();
});

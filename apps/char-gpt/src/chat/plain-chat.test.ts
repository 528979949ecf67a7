import { expect, test } from 'vitest';
import { chatOptions } from '../testing/chat.testing.ts';
import type { ReplyWriter } from './chat-runtime.ts';
import { plainChat } from './plain-chat.ts';

const echo: ReplyWriter = async ({ prompt, turn }, { dispatch }) => {
  dispatch({ type: 'piece', text: `reply ${turn} ` });
  dispatch({ type: 'piece', text: `to ${prompt.length} characters."` });
  dispatch({ type: 'reply-ended', tokens: 20, seconds: 0.1 });
};

async function talk(...input: string[]): Promise<{ out: string; err: string }> {
  let [out, err] = ['', ''];
  async function* lines(): AsyncGenerator<string> {
    yield* input;
  }
  await plainChat(chatOptions, {
    lines: lines(),
    write: (text) => {
      out += text;
    },
    warn: (text) => {
      err += text;
    },
    reply: echo,
  });
  return { out, err };
}

test('a line in, a reply out', async () => {
  expect(await talk('hi', 'again')).toEqual({
    out: '"reply 0 to 8 characters."\n"reply 1 to 44 characters."\n',
    err: 'welcome\n',
  });
});

test('commands answer, mistakes go to the other stream, blank lines pass', async () => {
  expect(await talk('', '/temperature 0.3', '/nonsense', 'hi')).toEqual({
    out: 'temperature 0.3, top-k off, top-p off, seed 7\n"reply 0 to 8 characters."\n',
    err: 'welcome\nthere is no command /nonsense; /help lists the commands\n',
  });
});

test('/quit ends it', async () => {
  expect((await talk('/quit', 'hi')).out).toBe('');
});

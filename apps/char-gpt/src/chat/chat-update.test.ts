import { describe, expect, test } from 'vitest';
import { play, reply, say } from '../testing/chat.testing.ts';

const texts = (state: { messages: readonly { from: string; text: string }[] }): string[] =>
  state.messages.slice(1).map(({ from, text }) => `${from}: ${text}`);

describe('a conversation', () => {
  test('is printed as the book would print it, turn after turn', () => {
    const { state, effects } = play(
      ...say('Good morning'),
      ...reply('Good morning," said Alice.'),
      ...say('Who are you?'),
    );
    const settings = { temperature: 0.8, topK: null, topP: null, seed: 7, maxTokens: 100 };
    expect(effects).toEqual([
      { type: 'generate', prompt: '\n"Good morning."\n"', stop: ['\n'], turn: 0, settings },
      {
        type: 'generate',
        prompt: '\n"Good morning."\n"Good morning," said Alice.\n"Who are you?"\n"',
        stop: ['\n'],
        turn: 1,
        settings,
      },
    ]);
    expect(texts(state)).toEqual(['user: Good morning', 'model: "Good morning," said Alice.', 'user: Who are you?']);
    expect(state).toMatchObject({
      reply: { text: '', stopping: false },
      tokens: 26,
      seconds: 0.5,
      tokensPerSecond: 52,
    });
  });

  test('blank lines say nothing', () => {
    expect(play(...say('  \n ')).effects).toEqual([]);
  });

  test('a second line waits until the reply has ended', () => {
    const { state, effects } = play(...say('one'), ...say('two'));
    expect(effects).toHaveLength(1);
    expect(state.input.text).toBe('two');
  });

  test('Esc stops a reply once, and keeps what there is of it', () => {
    const { state, effects } = play(
      ...say('hi'),
      { type: 'piece', text: 'Well' },
      { type: 'escape' },
      { type: 'escape' },
      { type: 'reply-ended', tokens: 4, seconds: 1 },
    );
    expect(effects.slice(1)).toEqual([{ type: 'stop-reply' }]);
    expect(texts(state).at(-1)).toBe('model: "Well… (stopped)');
    expect(state.context).toBe('\n"hi."\n"Well\n');
  });

  test('Esc without a reply clears the input', () => {
    expect(play({ type: 'insert', text: 'abc' }, { type: 'escape' }).state.input).toEqual({ text: '', cursor: 0 });
  });

  test('silence, and a reply that was cut, are told', () => {
    expect(texts(play(...say('hi'), { type: 'reply-ended', tokens: 0, seconds: 0 }).state).at(-1)).toBe(
      'note: (it has nothing to say)',
    );
    expect(
      texts(
        play(...say('hi'), { type: 'piece', text: 'a' }, { type: 'reply-ended', tokens: 100, seconds: 1 }).state,
      ).at(-1),
    ).toBe('model: "a…');
  });

  test('a pasted book is kept short on the screen and in the context', () => {
    const { state, effects } = play(...say('word '.repeat(20_000)));
    expect(texts(state)[0]).toMatch(/… \(97,999 more characters\)$/);
    const [effect] = effects;
    expect(effect.type === 'generate' && effect.prompt.length).toBe(16_384);
  });

  test('pieces and ends that come too late change nothing', () => {
    const { state } = play(...reply('ghost'));
    expect(state.messages).toHaveLength(1);
    expect(state.context).toBe('\n');
  });
});

describe('history', () => {
  const sent = [...say('first'), ...reply('a'), ...say('second'), ...reply('b')];

  test('goes up and down, and keeps what was being written', () => {
    const keys = ['older', 'older', 'older', 'newer', 'newer', 'newer'] as const;
    const seen = keys.map((_, i) => {
      const moves = keys.slice(0, i + 1).map((type) => ({ type }));
      return play(...sent, { type: 'insert', text: 'draft' }, ...moves).state.input.text;
    });
    expect(seen).toEqual(['second', 'first', 'first', 'second', 'draft', 'draft']);
  });

  test('a line sent twice is one entry', () => {
    expect(play(...say('x'), ...reply('a'), ...say('x')).state.sent).toEqual(['x']);
  });
});

describe('commands', () => {
  test('change settings for the next reply', () => {
    const { effects } = play(...say('/temperature 0.2'), ...say('/top-k 5'), ...say('hi'));
    expect(effects).toMatchObject([{ type: 'generate', settings: { temperature: 0.2, topK: 5 } }]);
  });

  test('/seed starts the same dice again', () => {
    const { effects } = play(...say('a'), ...reply('b'), ...say('/seed 7'), ...say('c'));
    expect(effects.map((effect) => effect.type === 'generate' && effect.turn)).toEqual([0, 0]);
  });

  test('/reset forgets the context', () => {
    expect(play(...say('a'), ...reply('b'), ...say('/reset')).state.context).toBe('\n');
  });

  test('/save writes what was said, without commands and notes', () => {
    const { effects } = play(...say('a'), ...reply('b"'), ...say('/help'), ...say('/save x.txt'));
    expect(effects.at(-1)).toEqual({ type: 'save', path: 'x.txt', text: '> a\n\n"b"\n' });
  });

  test('/stats tells of model and speed', () => {
    const { state } = play(...say('a'), ...reply('b'.repeat(50)), ...say('/stats'));
    expect(texts(state).at(-1)).toBe(
      'note: a model of straw\ntemperature 0.8, top-k off, top-p off, seed 7\n50 tokens at 100 a second; 58 characters of context',
    );
  });

  test('mistakes are answered and change nothing', () => {
    const { state, effects } = play(...say('/tempreature 1'));
    expect(effects).toEqual([]);
    expect(texts(state)).toEqual([
      'user: /tempreature 1',
      'error: there is no command /tempreature; did you mean /temperature?',
    ]);
  });

  test('// says a line that begins with a slash', () => {
    expect(play(...say('//etc')).effects).toMatchObject([{ prompt: '\n"/etc."\n"' }]);
  });
});

test.each([
  ['Ctrl-C', [{ type: 'insert', text: 'abc' }, { type: 'interrupt' }]],
  ['Ctrl-D', [{ type: 'end-of-input' }]],
  ['/quit', say('/quit')],
  ['/quit while it writes', [...say('hi'), ...say('/quit')]],
] as const)('%s leaves', (_, actions) => {
  const { state, effects } = play(...actions);
  expect(effects.slice(-2)).toEqual([{ type: 'stop-reply' }, { type: 'quit' }]);
  expect(state.quitting).toBe(true);
});

test('Ctrl-D in a line erases', () => {
  const { state } = play({ type: 'insert', text: 'abc' }, { type: 'move', key: 'home' }, { type: 'end-of-input' });
  expect([state.input.text, state.quitting]).toEqual(['bc', false]);
});

import { describe, expect, test } from 'vitest';
import { readCorpus } from '../corpus/corpora.ts';
import { closeReply, detectChatFormat, presentReply, stopStrings, writeTurn } from './chat-format.ts';

describe('detectChatFormat', () => {
  test.each([
    ['stories', 'quotes', '\n'],
    ['emma', 'quotes', '\n'],
    ['shakespeare', 'speech', '\n\n'],
    ['bible', 'lines', '\n'],
    ['whitman', 'lines', '\n\n'],
  ] as const)('%s speaks in %s', (corpus, style, separator) => {
    expect(detectChatFormat(readCorpus(corpus))).toEqual({ style, separator });
  });

  test('a text of one line is a text of lines', () => {
    expect(detectChatFormat('abc')).toEqual({ style: 'lines', separator: '\n' });
  });
});

describe('writeTurn', () => {
  test.each([
    ['quotes', ' How are\nyou? ', '"How are you?"\n"'],
    ['quotes', 'hello', '"hello."\n"'],
    ['quotes', 'he said "no"', '"he said \'no\'."\n"'],
    ['speech', 'To be', 'You. To be.\n'],
    ['lines', 'and then', 'and then\n'],
  ] as const)('%s: %j is printed as %j', (style, said, printed) => {
    expect(writeTurn({ style, separator: '\n' }, said)).toBe(printed);
  });
});

test('a reply is shown with the mark that opened it, and closed for the next turn', () => {
  const format = { style: 'quotes', separator: '\n' } as const;
  expect(presentReply(format, 'Yes," said she.')).toBe('"Yes," said she.');
  expect(closeReply(format, 'Yes," said she.')).toBe('Yes," said she.\n');
  expect(stopStrings(format)).toEqual(['\n']);
});

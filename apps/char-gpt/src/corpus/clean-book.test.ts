import { describe, expect, test } from 'vitest';
import { cleanPlay, cleanProse, cleanVerse, doubleQuotes } from './clean-book.ts';

describe('cleanProse', () => {
  test('takes away the title line, italics and the printer’s line breaks', () => {
    expect(
      cleanProse('[A Book by Somebody 1800]\n\nCHAPTER I\n\nIt was _very_\nlate.  He\nleft.\n\n"Stay," she\nsaid.\n'),
    ).toBe('CHAPTER I\nIt was very late. He left.\n"Stay," she said.\n');
  });

  test('keeps the lines of indented verse', () => {
    expect(cleanProse('He sang:\n\n    One line\n      and another\n\nThen he slept.')).toBe(
      'He sang:\nOne line\nand another\nThen he slept.\n',
    );
  });

  test('drops control characters', () => {
    expect(cleanProse('The end.\x1a\n')).toBe('The end.\n');
  });
});

test('cleanVerse keeps lines and one blank line between stanzas', () => {
  expect(cleanVerse('[Poems]\n\n  Tiger, tiger,\n  burning\n\n\n\n Bright \n')).toBe(
    'Tiger, tiger,\nburning\n\nBright\n',
  );
});

test('cleanPlay opens a paragraph for every speech', () => {
  expect(
    cleanPlay(
      "[Hamlet]\n\n  Barnardo. Who's there?\n  Fran. Nay answer me: Stand & vnfold\nyour selfe\n\n   Bar. Long liue\n",
    ),
  ).toBe("Barnardo. Who's there?\n\nFran. Nay answer me: Stand & vnfold\nyour selfe\n\nBar. Long liue\n");
});

test.each([
  ["'Well!' thought Alice, 'I don't know.'", '"Well!" thought Alice, "I don\'t know."'],
  ["the dogs' tails", "the dogs' tails"],
  ["He said: '--and then?'", 'He said: "--and then?"'],
])('doubleQuotes turns %s into %s', (single, double) => {
  expect(doubleQuotes(single)).toBe(double);
});

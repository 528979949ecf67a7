import { describe, expect, test } from 'vitest';
import { type EditedLine, emptyLine, erase, insert, lineOf, move } from './line-editor.ts';

/** `he|llo`: a line with its cursor. */
const line = (marked: string): EditedLine => ({ text: marked.replace('|', ''), cursor: marked.indexOf('|') });
const marked = ({ text, cursor }: EditedLine): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

describe('insert', () => {
  test.each([
    ['|', 'hi', 'hi|'],
    ['he|o', 'll', 'hell|o'],
    ['|', 'a\r\nb\rc', 'a\nb\nc|'],
    ['|', 'a\tb\u001b[31mc\u0000', 'a b[31mc|'],
    ['a|b', '🙂', 'a🙂|b'],
  ])('%j and %j make %j', (before, typed, after) => {
    expect(marked(insert(line(before), typed))).toBe(after);
  });
});

test.each([
  ['ab|', 'left', 'a|b'],
  ['|ab', 'left', '|ab'],
  ['a👩‍👩‍👧|', 'left', 'a|👩‍👩‍👧'],
  ['|e\u0301x', 'right', 'e\u0301|x'],
  ['ab|', 'right', 'ab|'],
  ['one two|', 'word-left', 'one |two'],
  ['|one two', 'word-right', 'one| two'],
  ['one |two', 'home', '|one two'],
  ['one |two', 'end', 'one two|'],
] as const)('%j %s is %j', (before, key, after) => {
  expect(marked(move(line(before), key))).toBe(after);
});

test.each([
  ['ab|c', 'backspace', 'a|c'],
  ['|abc', 'backspace', '|abc'],
  ['a🙂|', 'backspace', 'a|'],
  ['a|bc', 'delete', 'a|c'],
  ['one two|', 'word', 'one |'],
  ['one |two', 'to-start', '|two'],
  ['one |two', 'to-end', 'one |'],
] as const)('%j without %s is %j', (before, key, after) => {
  expect(marked(erase(line(before), key))).toBe(after);
});

test('lines begin empty, or with the cursor behind what they hold', () => {
  expect([marked(emptyLine), marked(lineOf('hi'))]).toEqual(['|', 'hi|']);
});

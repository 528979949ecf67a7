import { describe, expect, test } from 'vitest';
import { helpText, parseCommand } from './chat-command.ts';
import { closestWord } from './closest-word.ts';

describe('parseCommand', () => {
  test.each([
    ['hello', null],
    ['//not a command', null],
    ['/help', { type: 'help' }],
    ['  /quit  ', { type: 'quit' }],
    ['/temperature 0.5', { type: 'set', change: { temperature: 0.5 } }],
    ['/temperature', { type: 'show', setting: 'temperature' }],
    ['/top-k 40', { type: 'set', change: { topK: 40 } }],
    ['/top-k off', { type: 'set', change: { topK: null } }],
    ['/top-k 0', { type: 'set', change: { topK: null } }],
    ['/top-p 0.9', { type: 'set', change: { topP: 0.9 } }],
    ['/top-p 1', { type: 'set', change: { topP: null } }],
    ['/seed 7', { type: 'set', change: { seed: 7 } }],
    ['/save', { type: 'save', path: null }],
    ['/save my talk.txt', { type: 'save', path: 'my talk.txt' }],
  ])('%j', (line, expected) => {
    expect(parseCommand(line)).toEqual(expected);
  });

  test.each([
    ['/temprature 1', 'there is no command /temprature; did you mean /temperature?'],
    ['/exit', 'there is no command /exit; did you mean /quit?'],
    ['/q', 'there is no command /q; did you mean /quit?'],
    ['/', 'there is no command /; /help lists the commands'],
    ['/__proto__', 'there is no command /__proto__; /help lists the commands'],
    ['/temperature hot', '/temperature hot: it must be a number'],
    ['/temperature -1', '/temperature -1: it must be at least 0'],
    ['/temperature NaN', '/temperature NaN: it must be a number'],
    ['/top-k 1.5', '/top-k 1.5: it must be a whole number'],
    ['/top-p 2', '/top-p 2: it must be at most 1'],
    ['/top-p 0', '/top-p 0: it must be above 0'],
    ['/seed -1', '/seed -1: it must be at least 0'],
  ])('%j is a mistake: %s', (line, message) => {
    expect(parseCommand(line)).toEqual({ type: 'mistake', message });
  });
});

test('help names every command', () => {
  for (const name of ['help', 'temperature', 'top-k', 'top-p', 'seed', 'reset', 'save', 'stats', 'quit']) {
    expect(helpText).toMatch(new RegExp(`^/${name}\\b`, 'm'));
  }
});

test.each([
  ['hlep', 'help'],
  ['statz', 'stats'],
  ['xyz', null],
  ['', null],
  ['RESET', 'reset'],
])('closestWord(%j) is %j', (typed, expected) => {
  expect(closestWord(typed, ['help', 'reset', 'stats', 'save'])).toBe(expected);
});

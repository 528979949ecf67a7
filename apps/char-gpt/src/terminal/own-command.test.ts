import { expect, test } from 'vitest';
import { ownCommand, quoted } from './own-command.ts';

test.each([
  [['node', '/home/me/ml/apps/char-gpt/dist/cli.js'], 'node apps/char-gpt/dist/cli.js'],
  [['node', '/home/me/ml/node_modules/.bin/char-gpt'], 'char-gpt'],
])('%o is called %s', (argv, expected) => {
  expect(ownCommand({ argv, cwd: () => '/home/me/ml' })).toBe(expected);
});

test.each([
  ['runs/default', 'runs/default'],
  ['my run', "'my run'"],
  ["it's", "'it'\\''s'"],
])('quoted(%j) is %s', (argument, expected) => {
  expect(quoted(argument)).toBe(expected);
});

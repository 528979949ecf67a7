import { expect, test } from 'vitest';
import { ownCommand, quoted } from './own-command.ts';

test.each([
  [['node', '/home/me/ml/apps/char-gpt/dist/cli.js'], {}, 'node apps/char-gpt/dist/cli.js'],
  [['node', '/home/me/ml/node_modules/.bin/char-gpt'], {}, 'char-gpt'],
  [['node', '/home/me/ml/apps/char-gpt/dist/cli.js'], { npm_lifecycle_event: 'start' }, 'npm start --'],
])('%o in %o is called %s', (argv, env, expected) => {
  expect(ownCommand({ name: 'char-gpt', script: 'start' }, { argv, env, cwd: () => '/home/me/ml' })).toBe(expected);
});

test.each([
  ['runs/default', 'runs/default'],
  ['my run', "'my run'"],
  ["it's", "'it'\\''s'"],
])('quoted(%j) is %s', (argument, expected) => {
  expect(quoted(argument)).toBe(expected);
});

test('another root script is called by its name', () => {
  const env = { npm_lifecycle_event: 'mnist' };
  const called = ownCommand({ name: 'mnist-cnn', script: 'mnist' }, { argv: ['node', 'cli.js'], env, cwd: () => '/' });
  expect(called).toBe('npm run mnist --');
});

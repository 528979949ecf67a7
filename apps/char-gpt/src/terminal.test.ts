import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TerminalProgram, temporaryFolder } from '@ml/terminal/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { program } from './testing/program.testing.ts';

const TINY =
  '--n-layer 1 --n-head 2 --n-embd 8 --block-size 8 --batch-size 2 --eval-interval 10 --eval-iters 1 --data blake'.split(
    ' ',
  );
const SHOW_CURSOR = '\u001b[?25h';
const HIDE_CURSOR = '\u001b[?25l';

let trained = '';

beforeAll(async () => {
  await program.build();
  trained = mkdtempSync(join(tmpdir(), 'char-gpt-terminal-'));
  await program.run(['train', ...TINY, '--max-iters', '10', '--out', trained]);
});
afterAll(() => rmSync(trained, { recursive: true, force: true }));

function open(
  args: readonly string[],
  size: { columns: number; rows: number; env?: NodeJS.ProcessEnv },
): TerminalProgram {
  const terminal = program.open(args, size);
  onTestFinished(() => terminal.kill());
  return terminal;
}

describe.each([
  [20, 10],
  [80, 24],
  [200, 50],
])('chat on a terminal of %i × %i', (columns, rows) => {
  test('answers, obeys and leaves the terminal as it was', async () => {
    const terminal = open(['chat', '--model', trained, '--max-tokens', '30', '--seed', '1'], { columns, rows });
    await terminal.shows('›');
    terminal.type('Hello 🙂\r');
    await terminal.shows(/tokens\/s|T 0\.8/);
    terminal.type('/seed 42\r');
    await terminal.shows('42');
    terminal.type('\u0003');
    expect(await terminal.exit).toBe(0);
    expect(terminal.output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(terminal.output.lastIndexOf(HIDE_CURSOR));
  });
});

describe('chat', () => {
  test('Esc stops a reply', async () => {
    const terminal = open(['chat', '--model', trained, '--max-tokens', '1000000', '--temperature', '3'], {
      columns: 60,
      rows: 20,
    });
    await terminal.shows('›');
    terminal.type('go on\r');
    await terminal.shows('Esc stops');
    terminal.type('\u001b');
    await terminal.shows('(stopped)');
    terminal.type('/quit\r');
    expect(await terminal.exit).toBe(0);
  });

  test('follows the size of the terminal', async () => {
    const terminal = open(['chat', '--model', trained], { columns: 100, rows: 30 });
    await terminal.shows('temperature 0.8');
    terminal.resize(20, 8);
    await terminal.shows('T 0.8');
    terminal.type('\u0004');
    expect(await terminal.exit).toBe(0);
  });

  test.each([
    ['NO_COLOR', { NO_COLOR: '1' }, false],
    ['colours', {}, true],
    ['FORCE_COLOR over NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, true],
  ])('%s', async (_, env, colored) => {
    const terminal = open(['chat', '--model', trained], { columns: 80, rows: 24, env });
    await terminal.shows('›');
    terminal.type('\u0003');
    await terminal.exit;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    expect(/\u001b\[(3\d|2|7)m/.test(terminal.output)).toBe(colored);
  });
});

describe('train', () => {
  test('shows a dashboard, saves on Ctrl-C and says how to resume', async () => {
    const out = join(temporaryFolder(), 'run');
    const terminal = open(['train', ...TINY, '--max-iters', '1000000', '--out', out], { columns: 80, rows: 24 });
    await terminal.shows(/saved at \d/);
    await terminal.shows('Ctrl-C saves and stops');
    terminal.type('\u0003');
    expect(await terminal.exit).toBe(130);
    expect(terminal.text).toMatch(/stopped at step [\d,]+, saved/);
    expect(terminal.text).toMatch(/resume with: node \S+cli\.js train --resume --out/);
    expect(terminal.output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(terminal.output.lastIndexOf(HIDE_CURSOR));
    expect(existsSync(join(out, 'checkpoint.safetensors'))).toBe(true);
  });

  test('bad input leaves one line and no empty screen', async () => {
    const terminal = open(['train', '--data', '/no/such/file'], { columns: 80, rows: 24 });
    expect(await terminal.exit).toBe(1);
    expect(terminal.text.trim()).toBe('char-gpt: data file /no/such/file does not exist');
  });
});

test('start trains the first time, then chats; the next time it chats at once', async () => {
  const out = join(temporaryFolder(), 'run');
  const args = ['start', ...TINY, '--max-iters', '10', '--out', out];
  const first = open(args, { columns: 80, rows: 24 });
  await first.shows('There is no model in');
  await first.shows('/help');
  first.type('\u0003');
  expect(await first.exit).toBe(0);
  const second = open(args, { columns: 80, rows: 24 });
  await second.shows('/help');
  expect(second.text).not.toContain('There is no model');
  second.type('/quit\r');
  expect(await second.exit).toBe(0);
});

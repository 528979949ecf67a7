import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@ml/terminal/testing';
import { beforeAll, expect, test } from 'vitest';
import { program } from './testing/program.testing.ts';

const TINY = '--train-limit 48 --test-limit 40 --batch-size 16 --epochs 1'.split(' ');
const SHOW_CURSOR = '\u001b[?25h';
const HIDE_CURSOR = '\u001b[?25l';

beforeAll(() => program.build(), 120_000);

test('start trains the first time, then shows digits; the next time it shows them at once', async () => {
  const out = join(temporaryFolder(), 'run');
  const first = program.open(['start', ...TINY, '--out', out], { columns: 80, rows: 24 });
  await first.shows('There is no network in');
  await first.shows('3/3', 60_000);
  await first.shows('space stops', 60_000);
  first.type('q');
  expect(await first.exit).toBe(0);
  expect(first.output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(first.output.lastIndexOf(HIDE_CURSOR));
  const second = program.open(['start', '--out', out], { columns: 40, rows: 14 });
  await second.shows('test digit', 60_000);
  second.type(' ');
  await second.shows('space goes on');
  second.type('\u0003');
  expect(await second.exit).toBe(0);
  expect(second.text).not.toContain('There is no network');
}, 180_000);

test('train shows a dashboard, saves on Ctrl-C and says how to resume', async () => {
  const out = join(temporaryFolder(), 'run');
  const terminal = program.open(['train', '--test-limit', '40', '--out', out], { columns: 80, rows: 24 });
  await terminal.shows('is│  0  1', 60_000);
  await terminal.shows(/loss \d/, 60_000);
  terminal.type('\u0003');
  expect(await terminal.exit).toBe(130);
  expect(terminal.text).toMatch(/stopped at step [\d,]+, saved/);
  expect(terminal.text).toMatch(/resume with: node \S+cli\.js train --resume --out/);
  expect(existsSync(join(out, 'checkpoint.safetensors'))).toBe(true);
}, 180_000);

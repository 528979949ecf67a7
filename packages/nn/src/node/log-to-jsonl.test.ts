import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TrainEvent } from '../train/train-event.ts';
import { logToJsonl } from './log-to-jsonl.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jsonl-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = (step: number): TrainEvent => ({ type: 'start', step, maxSteps: 9, parameters: 1 });
const evaluated = (step: number): TrainEvent => ({ type: 'eval', step, trainLoss: 1, validationLoss: 2 });
const end = (step: number): TrainEvent => ({ type: 'end', step, reason: 'stopped' });

async function tell(path: string, ...events: TrainEvent[]) {
  const log = logToJsonl(path);
  for (const event of events) await log(event);
}
const namesIn = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ type, step }) => `${type} ${step}`);

test('one event a line, and a resumed run goes on where it resumes', async () => {
  const path = join(folder, 'runs', 'log.jsonl');
  await tell(path, start(0), evaluated(2), evaluated(4), evaluated(6), end(6));
  expect(namesIn(path)).toEqual(['start 0', 'eval 2', 'eval 4', 'eval 6', 'end 6']);
  appendFileSync(path, '{"type":"eval","st'); // a crash
  await tell(path, start(4), evaluated(6));
  expect(namesIn(path)).toEqual(['start 0', 'eval 2', 'eval 4', 'start 4', 'eval 6']);
  expect(JSON.parse(readFileSync(path, 'utf8').split('\n')[1])).toEqual(evaluated(2));
});

test('a new run begins the file anew; a resumed one may have none yet', async () => {
  const path = join(folder, 'log.jsonl');
  await tell(path, start(3), evaluated(4));
  expect(namesIn(path)).toEqual(['start 3', 'eval 4']);
  await tell(path, start(0), evaluated(1));
  expect(namesIn(path)).toEqual(['start 0', 'eval 1']);
});

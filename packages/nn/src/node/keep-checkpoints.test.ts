import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensor } from '@ml/tensor';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newRun } from '../train/noisy-line.testing.ts';
import { train } from '../train/train.ts';
import type { TrainState } from '../train/train-options.ts';
import { loadCheckpoint } from './checkpoint-file.ts';
import { bestCheckpoints, keepCheckpoints } from './keep-checkpoints.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keep-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Found = { readonly accuracy: number };
const state = (step: number, accuracy: number | null): TrainState<Found> => ({
  step,
  bestLoss: null,
  best: false,
  evaluation: accuracy === null ? null : { accuracy },
  reason: 'interval',
});
const contents = ({ step }: TrainState<Found>) => ({ model: { w: tensor([step]) } });
const keeper = (more: object = {}) =>
  keepCheckpoints<Found>(folder, { contents, best: 2, monitor: 'accuracy', mode: 'max', ...more });
const kept = () => bestCheckpoints(folder).map(({ step, value }) => [step, value]);

describe('keepCheckpoints', () => {
  test('keeps the last and the best, and no other file', async () => {
    const save = keeper();
    for (const [i, accuracy] of [0.5, 0.9, 0.7, 0.6, Number.NaN, 0.9].entries()) await save(state(i + 1, accuracy));
    expect(kept()).toEqual([
      [2, 0.9],
      [6, 0.9],
    ]);
    expect(readdirSync(folder).sort()).toEqual([
      'checkpoints.json',
      'last.safetensors',
      'step-00000002.safetensors',
      'step-00000006.safetensors',
    ]);
    expect(await save(state(7, null))).toBe(join(folder, 'last.safetensors'));
    expect((await loadCheckpoint(join(folder, 'last.safetensors'))).step).toBe(7);
    const [best] = bestCheckpoints(folder);
    const { step, model } = await loadCheckpoint(best.path);
    expect([step, model.w.toArray()]).toEqual([2, [2]]);
  });

  test('of losses the lowest; best: 0 keeps the last alone', async () => {
    const save = keeper({ mode: 'min', best: 1 });
    for (const [i, loss] of [3, 1, 2].entries()) await save(state(i, loss));
    expect(kept()).toEqual([[1, 1]]);
    const none = keeper({ best: 0, resume: true });
    await none(state(9, 5));
    expect(readdirSync(folder).sort()).toEqual(['checkpoints.json', 'last.safetensors']);
  });

  test('a resumed run knows the best before it, and a new one overwrites nothing', async () => {
    const first = keeper();
    for (const [i, accuracy] of [0.8, 0.6].entries()) await first(state(i + 1, accuracy));
    expect(() => keeper()).toThrow('already holds checkpoints; go on with them by { resume: true }');
    const second = keeper({ resume: true });
    await second(state(2, 0.7)); // once more, after the interruption
    await second(state(3, 0.9));
    expect(kept()).toEqual([
      [3, 0.9],
      [1, 0.8],
    ]);
    rmSync(bestCheckpoints(folder)[0].path);
    expect(kept()).toEqual([[1, 0.8]]);
  });

  test('a whole run: what is kept are the weights that were measured', async () => {
    const { model, optimizer, rngs, data, options } = newRun();
    const checkpoint = keepCheckpoints(folder, { contents: () => ({ model, optimizer, rngs, data }), best: 2 });
    const losses = new Map<number, number>();
    for await (const event of train(model, data, { ...options, checkpoint, checkpointInterval: 4 }))
      if (event.type === 'eval' && event.step > 0) losses.set(event.step, event.validationLoss);
    const expected = [...losses].sort((a, b) => a[1] - b[1]).slice(0, 2);
    expect(kept()).toEqual(expected);
  });

  test('mistakes are named', () => {
    expect(() => keeper({ best: -1 })).toThrow('keepCheckpoints: best must be a whole number ≥ 0, not -1');
    expect(bestCheckpoints(join(folder, 'none'))).toEqual([]);
    for (const text of ['no JSON', '{"best":[{"file":"../../etc/passwd","step":1,"value":1}]}', '{}']) {
      writeFileSync(join(folder, 'checkpoints.json'), text);
      expect(() => bestCheckpoints(folder)).toThrow('checkpoints.json: not a list of checkpoints');
    }
  });
});

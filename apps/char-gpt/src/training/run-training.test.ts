import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFiles } from '@ml/terminal';
import { temporaryFolder } from '@ml/terminal/testing';
import { describe, expect, test } from 'vitest';
import { openModel } from '../run/open-model.ts';
import { collectEvents, lossesOf, tinyRequest, tinySettings } from '../testing/tiny-run.testing.ts';

describe('a run', () => {
  test('tells its course from plan to report, as plain data', async () => {
    const out = join(temporaryFolder(), 'run');
    const events = await collectEvents(tinyRequest(out));
    const kinds = events.map(({ type }) => type).filter((type) => type !== 'step');
    const round = ['eval', 'memory', 'sample'];
    expect(kinds).toEqual([
      'plan',
      'start',
      ...round,
      ...round,
      'checkpoint',
      ...round,
      'checkpoint',
      ...round,
      'checkpoint',
      'end',
      'report',
    ]);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
    expect(lossesOf(events).map(([step]) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  test('starts at the loss of guessing and gets better', async () => {
    const given = { ...tinySettings, maxIters: 150, evalInterval: 150, lr: 0.01, dropout: 0, batchSize: 8 };
    const events = await collectEvents(tinyRequest(temporaryFolder(), { given }));
    const plan = events.find((event) => event.type === 'plan');
    const losses = events.flatMap((event) => (event.type === 'eval' ? [event.validationLoss] : []));
    expect(losses[0]).toBeCloseTo(Math.log(plan?.data.vocabulary ?? 0), 1);
    expect(losses[1]).toBeLessThan(3.2);
  });

  test('keeps the live bytes of its heap level', async () => {
    const given = { ...tinySettings, maxIters: 500, evalInterval: 20, evalIters: 1 };
    const events = await collectEvents(tinyRequest(temporaryFolder(), { given }));
    const bytes = new Map(events.flatMap((event) => (event.type === 'memory' ? [[event.step, event.liveBytes]] : [])));
    expect(bytes.get(500)).toBe(bytes.get(20));
  });

  test('leaves a report, a curve and a model', async () => {
    const out = temporaryFolder();
    await collectEvents(tinyRequest(out));
    const { report, curve, best } = runFiles(out);
    const text = readFileSync(report, 'utf8');
    for (const part of [
      '12 steps',
      'Poems (William Blake, 1789)',
      '--n-embd 8',
      'vocabulary: 71',
      'bits per character',
      'cores',
      'Node',
    ]) {
      expect(text).toContain(part);
    }
    expect(text.match(/```text\n/g)).toHaveLength(3);
    expect(readFileSync(curve, 'utf8')).toMatch(/^<svg[^>]*>[\s\S]*<path[\s\S]*<\/svg>\n$/);
    const { step, model, tokenizer } = await openModel(out);
    expect([step, model.training, tokenizer.vocabSize]).toEqual([12, false, 71]);
    expect(existsSync(best)).toBe(true);
  });
});

describe('--resume', () => {
  test('after Ctrl-C the losses are the same bits', async () => {
    const [whole, cut] = [temporaryFolder(), temporaryFolder()];
    const expected = lossesOf(await collectEvents(tinyRequest(whole)));
    const first = await collectEvents(tinyRequest(cut), 5);
    expect(first.at(-1)).toEqual({ type: 'end', step: 5, reason: 'stopped' });
    const second = await collectEvents(tinyRequest(cut, { resume: true, data: undefined, given: {} }));
    expect([...lossesOf(first), ...lossesOf(second)]).toEqual(expected);
    expect(readFileSync(runFiles(cut).best).equals(readFileSync(runFiles(whole).best))).toBe(false); // wall times differ
  });

  test('remembers the curve', async () => {
    const out = temporaryFolder();
    await collectEvents(tinyRequest(out), 5);
    const [plan] = await collectEvents(tinyRequest(out, { resume: true, data: undefined, given: {} }));
    expect(plan.type === 'plan' && [plan.step, plan.history.losses.length, plan.history.evals.length]).toEqual([
      5, 5, 2,
    ]);
  });

  test('takes more steps when asked', async () => {
    const out = temporaryFolder();
    await collectEvents(tinyRequest(out));
    const events = await collectEvents(tinyRequest(out, { resume: true, data: undefined, given: { maxIters: 14 } }));
    expect(lossesOf(events).map(([step]) => step)).toEqual([13, 14]);
  });

  test('refuses another text, and another shape', async () => {
    const folder = temporaryFolder();
    const text = join(folder, 'text.txt');
    writeFileSync(text, 'the same words over and over '.repeat(20));
    const out = join(folder, 'run');
    await collectEvents(tinyRequest(out, { data: text }));
    const before = readFileSync(runFiles(out).latest);
    await expect(collectEvents(tinyRequest(out, { resume: true, data: 'blake' }))).rejects.toThrow(
      'is not the one the run in',
    );
    await expect(collectEvents(tinyRequest(out, { resume: true, data: text, given: { nEmbd: 16 } }))).rejects.toThrow(
      '--n-embd 16 does not fit',
    );
    writeFileSync(text, 'other words');
    await expect(collectEvents(tinyRequest(out, { resume: true, data: undefined, given: {} }))).rejects.toThrow(
      'is not the one the run in',
    );
    expect(readFileSync(runFiles(out).latest).equals(before)).toBe(true);
  });
});

describe('a request that cannot be met', () => {
  test('never overwrites a run unless forced', async () => {
    const out = temporaryFolder();
    await collectEvents(tinyRequest(out), 2);
    const before = readFileSync(runFiles(out).latest);
    await expect(collectEvents(tinyRequest(out))).rejects.toThrow('already holds a run; continue it with --resume');
    expect(readFileSync(runFiles(out).latest).equals(before)).toBe(true);
    const [plan] = await collectEvents(tinyRequest(out, { force: true }), 1);
    expect(plan).toMatchObject({ type: 'plan', step: 0 });
  });

  test('a short text makes no folder', async () => {
    const folder = temporaryFolder();
    const text = join(folder, 'text.txt');
    writeFileSync(text, 'too short');
    const out = join(folder, 'run');
    await expect(collectEvents(tinyRequest(out, { data: text }))).rejects.toThrow(
      '--block-size 8 is longer than the text allows',
    );
    expect(existsSync(out)).toBe(false);
  });

  test('a folder that cannot be made is one line', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(collectEvents(tinyRequest(join(file, 'run')))).rejects.toThrow('a file of that name is in the way');
  });

  test('a loss that is not finite names the step', async () => {
    const given = { ...tinySettings, lr: 1e30, gradClip: 0 };
    await expect(collectEvents(tinyRequest(temporaryFolder(), { given }))).rejects.toThrow(/^step \d+: /);
  });
});

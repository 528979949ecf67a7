import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished, temporaryFolder } from '@ml/terminal/testing';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnOne } from './testing/drawn-one.testing.ts';
import { program } from './testing/program.testing.ts';

const TINY = '--train-limit 48 --test-limit 40 --batch-size 16 --epochs 1'.split(' ');
const tiny = (out: string, ...more: string[]): string[] => ['train', ...TINY, '--out', out, ...more];

/** A network that has seen a few digits; no test changes it. */
let trained = '';
let events: { type: string; [name: string]: unknown }[] = [];

const eventsOf = (text: string): typeof events =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const lossesOf = (text: string): unknown[] =>
  eventsOf(text).flatMap(({ type, step, loss }) => (type === 'step' ? [[step, loss]] : []));

beforeAll(async () => {
  await program.build();
  trained = mkdtempSync(join(tmpdir(), 'mnist-cnn-trained-'));
  events = eventsOf((await program.run(tiny(trained, '--json', '--threads', '1'))).out);
}, 120_000);
afterAll(() => rmSync(trained, { recursive: true, force: true }));

function pngOf(name: string): string {
  const picture = new PNG({ width: 28, height: 28 });
  for (const [i, ink] of drawnOne().entries()) picture.data.set([255 - ink, 255 - ink, 255 - ink, 255], 4 * i);
  const path = join(temporaryFolder(), name);
  writeFileSync(path, PNG.sync.write(picture));
  return path;
}

describe('train', () => {
  test('--json writes one event a line: plan, steps, tests, mistakes, checkpoints, report', () => {
    expect(events.map(({ type }) => type)).toEqual(
      'plan start eval mistakes step step step eval mistakes epoch checkpoint end report'.split(' '),
    );
    expect(events[0]).toMatchObject({ parameters: 1_199_882, threads: 1, settings: { seed: 1, trainLimit: 48 } });
    expect(readFileSync(join(trained, 'report.md'), 'utf8')).toContain('of 40 test digits are read right');
    expect(existsSync(join(trained, 'curve.svg'))).toBe(true);
  });

  test('two threads make the same bits as one, and without a terminal there are plain lines', async () => {
    const out = join(temporaryFolder(), 'a run');
    const {
      code,
      out: text,
      err,
    } = await program.run(tiny(out, '--threads', '2'), { env: { FORCE_COLOR: undefined } });
    expect([code, err]).toEqual([0, '']);
    expect(text).toContain('data: MNIST, 48 digits to train on, 40 to test with\n');
    expect(text).toMatch(/step 3\/3 .* test accuracy [\d.]+ %/);
    expect(text).toMatch(/watch it read: node .*cli\.js demo '.*a run'\n$/);
    expect(text).not.toContain('\u001b');
    const weightsOf = (folder: string): Buffer => {
      const bytes = readFileSync(join(folder, 'checkpoint.safetensors'));
      return bytes.subarray(8 + Number(bytes.readBigUInt64LE()));
    };
    expect(weightsOf(out).equals(weightsOf(trained))).toBe(true);
  });

  test('Ctrl-C saves, and --resume goes on with the same bits', async () => {
    const args = ['--epochs', '3', '--augment', '--json'];
    const whole = lossesOf((await program.run(tiny(temporaryFolder(), ...args))).out);
    expect(whole).toHaveLength(9);
    const out = temporaryFolder();
    const child = program.spawn(tiny(out, ...args));
    const end = finished(child);
    const interrupt = (chunk: Buffer): void => {
      if (!String(chunk).includes('"type":"step"')) return;
      child.stdout?.off('data', interrupt);
      child.kill('SIGINT');
    };
    child.stdout?.on('data', interrupt);
    const first = await end;
    expect(first.code).toBe(130);
    const second = await program.run(['train', '--resume', '--out', out, '--json']);
    expect([second.code, second.err]).toEqual([0, '']);
    expect([...lossesOf(first.out), ...lossesOf(second.out)]).toEqual(whole);
  });

  test('a run is not overwritten', async () => {
    const before = readdirSync(trained).map((name) => readFileSync(join(trained, name)).toString('base64'));
    const result = await program.run(tiny(trained));
    expect([result.code, result.out]).toEqual([1, '']);
    expect(result.err).toContain('already holds a run; continue it with --resume, start over with --force');
    expect(readdirSync(trained).map((name) => readFileSync(join(trained, name)).toString('base64'))).toEqual(before);
  });
});

describe('a trained network', () => {
  test('eval says accuracy, precision, recall and confusion, those of the training', async () => {
    const { out } = await program.run(['eval', trained, '--test-limit', '40', '--json']);
    const { loss, accuracy, confusion, classes } = JSON.parse(out);
    const last = events.findLast(({ type }) => type === 'eval');
    expect({ loss, accuracy, confusion }).toEqual({
      loss: last?.loss,
      accuracy: last?.accuracy,
      confusion: last?.confusion,
    });
    expect(classes).toHaveLength(10);
    const text = (await program.run(['eval', trained, '--test-limit', '40'])).out;
    expect(text).toMatch(/^test digits 40\naccuracy +[\d.]+ % \(\d+ wrong\)\n/);
    expect(text).toContain('digit   how many  precision    recall');
  });

  test('predict reads pictures, and goes on after one that it cannot read', async () => {
    const [good, bad] = [pngOf('a one.png'), join(temporaryFolder(), 'none.png')];
    const { code, out, err } = await program.run(['predict', bad, good, '--model', trained]);
    expect(code).toBe(1);
    expect(err).toBe(`mnist-cnn: ${bad}: does not exist\n`);
    expect(out).toMatch(/a one\.png: \d \([\d.]+ %\)\n/);
    expect(out).toContain('████');
    const json = JSON.parse((await program.run(['predict', good, '--model', trained, '--json'])).out);
    expect(json.probabilities.reduce((sum: number, p: number) => sum + p, 0)).toBeCloseTo(1, 5);
    expect(json.prediction).toBe(json.probabilities.indexOf(Math.max(...json.probabilities)));
  });

  test('demo draws digits without a terminal', async () => {
    const { code, out } = await program.run(['demo', trained, '--count', '2', '--from', '9999']);
    expect(code).toBe(0);
    expect(out).toMatch(/test digit 9,999 of 10,000/);
    expect(out).toMatch(/7 → \d · [\d.]+ % · test digit 0 of 10,000/); // the first test digit is a seven
  });
});

describe('bad input is one clear line', () => {
  test.each([
    ['an unknown command', ['trian'], 2, 'Did you mean train?'],
    ['an unknown flag', ['train', '--epoch', '3'], 2, /unknown option '--epoch'/],
    ['no epochs', ['train', '--epochs', '0'], 2, 'It must be at least 1.'],
    ['a rate that is none', ['train', '--lr', '-1'], 2, 'It must be above 0.'],
    ['no network', ['eval', '/no/such/run'], 1, 'there is no model at /no/such/run; train one first: mnist-cnn train'],
    ['no picture', ['predict'], 2, "missing required argument 'pictures'"],
    ['nothing to resume', ['train', '--resume', '--out', '/no/such/run'], 1, 'there is no run to resume in'],
    ['--force with --resume', ['train', '--resume', '--force'], 2, 'cannot be used with'],
  ] as const)('%s', async (_, args, code, message) => {
    const result = await program.run(args);
    expect([result.code, result.out]).toEqual([code, '']);
    expect(result.err).toMatch(message);
    expect(result.err).toMatch(/^mnist-cnn: /);
    expect(result.err).not.toContain('    at ');
  });

  test('a truncated checkpoint', async () => {
    const path = join(temporaryFolder(), 'checkpoint.safetensors');
    copyFileSync(join(trained, 'checkpoint.safetensors'), path);
    truncateSync(path, 5000);
    const result = await program.run(['eval', path]);
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/^mnist-cnn: .*checkpoint\.safetensors: not a readable checkpoint: .*\n$/);
  });
});

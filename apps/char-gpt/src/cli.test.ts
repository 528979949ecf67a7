import {
  copyFileSync,
  existsSync,
  mkdirSync,
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
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program } from './testing/program.testing.ts';

const TINY =
  '--n-layer 1 --n-head 2 --n-embd 8 --block-size 8 --batch-size 2 --eval-interval 10 --eval-iters 1 --data blake'.split(
    ' ',
  );
const tiny = (out: string, ...more: string[]): string[] => [
  'train',
  ...TINY,
  '--max-iters',
  '20',
  '--out',
  out,
  ...more,
];

/** A trained model that no test changes. */
let trained = '';

beforeAll(async () => {
  await program.build();
  trained = mkdtempSync(join(tmpdir(), 'char-gpt-trained-'));
  writeFileSync(join(trained, 'events.jsonl'), (await program.run(tiny(trained, '--json'))).out);
});
afterAll(() => rmSync(trained, { recursive: true, force: true }));

describe('train', () => {
  test('--json writes one event a line and nothing else', () => {
    const lines = readFileSync(join(trained, 'events.jsonl'), 'utf8').trimEnd().split('\n');
    const types = lines.map((line) => JSON.parse(line).type);
    expect(types[0]).toBe('plan');
    expect(types.at(-1)).toBe('report');
    expect(types.filter((type) => type === 'step')).toHaveLength(20);
  });

  test('without a terminal it writes plain lines and says what to do next', async () => {
    const out = join(temporaryFolder(), 'a run');
    const { code, out: text, err } = await program.run(tiny(out), { env: { FORCE_COLOR: undefined } });
    expect([code, err]).toEqual([0, '']);
    expect(text).toContain('20/20');
    expect(text).toMatch(/chat with it: node .*cli\.js chat --model '.*a run'\n$/);
    expect(text).not.toContain('\u001b');
  });

  test('Ctrl-C saves, says how to resume, and the code is 130', async () => {
    const out = temporaryFolder();
    const child = program.spawn(tiny(out, '--max-iters', '100000'));
    const end = finished(child);
    const interrupt = (chunk: Buffer): void => {
      if (!String(chunk).includes('saved')) return;
      child.stdout?.off('data', interrupt);
      child.kill('SIGINT');
    };
    child.stdout?.on('data', interrupt);
    const { code, out: text } = await end;
    expect(code).toBe(130);
    expect(text).toMatch(
      /stopped at step [\d,]+, saved .*checkpoint\.safetensors\nresume with: node .*cli\.js train --resume --out .*\n$/,
    );
    const resume = await program.run(['train', '--resume', '--out', out, '--max-iters', '1']);
    expect([resume.code, resume.err]).toEqual([0, '']);
  });

  test('after kill -9 at any moment --resume goes on with the same bits', async () => {
    const steps = ['--max-iters', '60', '--dropout', '0.1', '--json'];
    const lossesOf = (text: string): Map<number, number> =>
      new Map(
        text.split('\n').flatMap((line): [number, number][] => {
          if (!line.endsWith('}')) return []; // the line that the kill cut
          const event = JSON.parse(line);
          return event.type === 'step' ? [[event.step, event.loss]] : [];
        }),
      );
    const expected = lossesOf((await program.run(tiny(temporaryFolder(), ...steps))).out);
    expect(expected.size).toBe(60);
    // From before the first checkpoint to the last steps; what the moment hits differs from run to run.
    for (const delay of [0, 15, 40]) {
      const out = temporaryFolder();
      const child = program.spawn(tiny(out, ...steps));
      const end = finished(child);
      child.stdout?.once('data', () => setTimeout(() => child.kill('SIGKILL'), delay));
      await end;
      const again = await program.run(
        existsSync(join(out, 'checkpoint.safetensors'))
          ? ['train', '--resume', '--out', out, '--json']
          : tiny(out, ...steps),
      );
      expect(again.err).toBe('');
      const losses = lossesOf(again.out);
      expect(losses.has(60) || again.out.includes('"end"')).toBe(true);
      for (const [step, loss] of losses) expect([step, loss]).toEqual([step, expected.get(step)]);
    }
  });
});

describe('a trained model', () => {
  test('sample continues a prompt, the same for the same seed', async () => {
    const args = ['sample', '--model', trained, '--prompt', 'The Lamb', '--tokens', '50', '--seed', '3'];
    const [first, second] = await Promise.all([program.run(args), program.run(args)]);
    expect(first.out).toHaveLength('The Lamb'.length + 50 + 1);
    expect(first.out.startsWith('The Lamb')).toBe(true);
    expect(second).toEqual(first);
  });

  test('eval measures loss, perplexity and bits', async () => {
    const { out } = await program.run(['eval', '--model', trained, '--json']);
    const { loss, perplexity, bitsPerCharacter, characters, unknown } = JSON.parse(out);
    expect([characters, unknown]).toEqual([3636, 0]);
    expect(perplexity).toBeCloseTo(Math.exp(loss), 10);
    expect(bitsPerCharacter).toBeCloseTo(loss / Math.LN2, 10);
  });

  test('eval counts what the vocabulary lacks', async () => {
    const file = join(temporaryFolder(), 'text.txt');
    writeFileSync(file, 'the lamb 🙂🙂');
    expect((await program.run(['eval', '--model', trained, '--data', file])).out).toMatch(
      /unknown +2 that the vocabulary lacks/,
    );
  });

  test('info lists parts, costs and settings', async () => {
    const { out } = await program.run(['info', '--model', trained]);
    for (const part of [
      /token embedding +568 /,
      /mlp +552 /,
      /all parts +1,520\n/,
      /floating-point operations per token/,
      /KiB weights/,
      /20 of 20 steps/,
      /--n-embd 8/,
    ]) {
      expect(out).toMatch(part);
    }
  });

  test('chat answers lines without a terminal and ends with them', async () => {
    const { code, out, err } = await program.run(['chat', '--model', trained, '--seed', '1', '--max-tokens', '20'], {
      input: 'Hello\n/temperature 0.1\n/nonsense\n',
    });
    expect(code).toBe(0);
    expect(out).toContain('temperature 0.1, top-k off, top-p off, seed 1\n');
    expect(err).toMatch(/^The model continues text in the manner of Poems.*\nthere is no command \/nonsense/);
  });

  test('npm start -- info arrives as start info', async () => {
    expect((await program.run(['start', 'info', '--model', trained])).out).toContain('20 of 20 steps');
  });

  test('a reader that leaves is no error', async () => {
    const child = program.spawn(['sample', '--model', trained, '--tokens', '100000']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
  });
});

describe('bad input is one clear line and no harm', () => {
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, content);
    return path;
  };
  const foreign = (): string => file('other.safetensors', 'not a checkpoint at all');
  const cases: [string, () => string[], number, string | RegExp][] = [
    ['a data file that is missing', () => ['--data', '/no/such/file.txt'], 1, '/no/such/file.txt does not exist'],
    ['an empty data file', () => ['--data', file('a.txt', '')], 1, 'is empty'],
    ['a binary data file', () => ['--data', file('a.bin', Uint8Array.of(65, 0, 66))], 1, 'byte 1 is zero'],
    [
      'a data file that is not UTF-8',
      () => ['--data', file('a.txt', Uint8Array.of(0xff, 0xfe, 65))],
      1,
      'is not UTF-8 text',
    ],
    ['a folder as data', () => ['--data', temporaryFolder()], 1, 'is a directory'],
    [
      'a block longer than the text',
      () => ['--block-size', '60000'],
      1,
      '--block-size 60000 is longer than the text allows',
    ],
    ['heads that do not divide the width', () => ['--n-head', '3'], 1, '--n-head 3 does not divide --n-embd 8'],
    ['a negative number', () => ['--lr', '-1'], 2, "option '--lr <n>' argument '-1' is invalid. It must be above 0."],
    ['not a number', () => ['--max-iters', 'NaN'], 2, 'It must be a whole number.'],
    ['zero layers', () => ['--n-layer', '0'], 2, 'It must be at least 1.'],
    [
      'an unknown flag',
      () => ['--batchsize', '3'],
      2,
      /unknown option '--batchsize'\s+\(Did you mean --batch-size\?\)/,
    ],
    ['a second word', () => ['more'], 2, 'too many arguments'],
    ['--resume with nothing to resume', () => ['--resume'], 1, 'there is no run to resume in'],
    ['--force with --resume', () => ['--force', '--resume'], 2, 'cannot be used with'],
    ['an out that is a file', () => ['--out', file('out', 'precious')], 1, 'cannot make the folder'],
    ['more memory than there is', () => ['--n-embd', '60000', '--n-layer', '900'], 1, /memory/],
  ];

  test.each(cases)('train: %s', async (_, args, code, message) => {
    const out = join(temporaryFolder(), 'run');
    const result = await program.run(tiny(out, ...args()));
    expect(result.code).toBe(code);
    expect(result.err).toMatch(/^char-gpt: .*\n(\(Did you mean .*\n)?$/);
    expect(result.err).toMatch(message);
    expect(result.out).toBe('');
    expect(existsSync(join(out, 'checkpoint.safetensors'))).toBe(false);
  });

  test.each([
    ['an unknown command', ['trian'], 2, 'Did you mean train?'],
    ['no model', ['chat', '--model', '/no/such/run'], 1, 'there is no model at /no/such/run'],
    ['a negative temperature', ['sample', '--temperature', '-1'], 2, 'It must be at least 0.'],
    ['a bad top-p', ['chat', '--top-p', '1.5'], 2, 'It must be at most 1.'],
  ] as const)('%s', async (_, args, code, message) => {
    const result = await program.run(args);
    expect([result.code, result.out]).toEqual([code, '']);
    expect(result.err).toContain(message);
    expect(result.err).not.toContain('    at ');
  });

  test('a foreign checkpoint', async () => {
    for (const command of ['chat', 'sample', 'eval', 'info']) {
      const result = await program.run([command, '--model', foreign()]);
      expect(result.code).toBe(1);
      expect(result.err).toMatch(/^char-gpt: .*other\.safetensors: not a readable checkpoint: .*\n$/);
    }
  });

  test('a truncated checkpoint is not resumed and not touched', async () => {
    const out = temporaryFolder();
    const path = join(out, 'checkpoint.safetensors');
    copyFileSync(join(trained, 'checkpoint.safetensors'), path);
    truncateSync(path, 5000);
    const before = readFileSync(path);
    const result = await program.run(['train', '--resume', '--out', out]);
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/^char-gpt: .*checkpoint\.safetensors: not a readable checkpoint: .*\n$/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('a run is not overwritten', async () => {
    const before = readdirSync(trained).map((name) => readFileSync(join(trained, name)).toString('base64'));
    const result = await program.run(tiny(trained));
    expect([result.code, result.out]).toEqual([1, '']);
    expect(result.err).toContain('already holds a run; continue it with --resume, start over with --force');
    expect(readdirSync(trained).map((name) => readFileSync(join(trained, name)).toString('base64'))).toEqual(before);
  });

  test('a checkpoint that cannot be written', async () => {
    const out = temporaryFolder();
    mkdirSync(join(out, 'checkpoint.safetensors.tmp'));
    const result = await program.run(tiny(out));
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/^char-gpt: cannot write .*checkpoint\.safetensors: it is a directory\n$/);
  });
});

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tensor, zeros } from '@ml/tensor';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CheckpointError } from '../checkpoint-error.ts';
import { loadCheckpoint, saveCheckpoint } from './checkpoint-file.ts';
import { writeAtomically } from './write-atomically.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('what is saved is loaded, and nothing else lies about', async () => {
  const path = join(folder, 'run.safetensors');
  await saveCheckpoint(path, { model: { w: tensor([1, 2]) }, step: 1 });
  await saveCheckpoint(path, { model: { w: tensor([3, 4]) }, step: 2 });
  const { model, step } = await loadCheckpoint(path);
  expect([model.w.toArray(), step]).toEqual([[3, 4], 2]);
  expect(await readdir(folder)).toEqual(['run.safetensors']);
});

test('the state is that of the call, though training goes on', async () => {
  const path = join(folder, 'run.safetensors');
  const w = zeros([2]);
  const saving = saveCheckpoint(path, { model: { w }, step: 1 });
  w.dispose();
  zeros([2]).add(7);
  await saving;
  expect((await loadCheckpoint(path)).model.w.toArray()).toEqual([0, 0]);
});

test('a write that fails leaves the old file alone', async () => {
  const path = join(folder, 'run.safetensors');
  await saveCheckpoint(path, { model: { w: tensor([1]) }, step: 1 });
  const before = await readFile(path);
  await mkdir(`${path}.tmp`); // the temporary file cannot be made
  await expect(saveCheckpoint(path, { model: { w: tensor([2]) }, step: 2 })).rejects.toThrow();
  expect(await readFile(path)).toEqual(before);
});

test('half a temporary file left behind is overwritten', async () => {
  const path = join(folder, 'x');
  await writeFile(`${path}.tmp`, new Uint8Array(1000));
  await writeAtomically(path, new Uint8Array([1, 2]));
  expect([...(await readFile(path))]).toEqual([1, 2]);
  expect(await readdir(folder)).toEqual(['x']);
});

test('each failure to load is one line that names the file', async () => {
  const path = join(folder, 'x');
  const refusal = async () => String(await loadCheckpoint(path).catch((error: unknown) => error));
  expect(await refusal()).toBe(`CheckpointError: ${path}: there is no such file`);
  await mkdir(path);
  expect(await refusal()).toBe(`CheckpointError: ${path}: is a folder, not a checkpoint`);
  await rm(path, { recursive: true });
  await writeFile(path, 'Call me Ishmael.');
  expect(await refusal()).toMatch(
    /^CheckpointError: .*x: not a readable checkpoint: the header would be \d+ bytes long/,
  );
  await expect(loadCheckpoint(path)).rejects.toThrow(CheckpointError);
});

test('killed at any moment, a writer leaves a whole file', async () => {
  const path = join(folder, 'x');
  const writer = fileURLToPath(new URL('file-writer.testing.ts', import.meta.url));
  for (const delay of [0, 3, 7, 12, 20]) {
    const child = spawn(process.execPath, ['--no-warnings', writer, path]);
    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill('SIGKILL');
    await ended;
    expect(errors).toBe('');
    const bytes = await readFile(path);
    expect(bytes.length).toBe(300_000 + bytes[0]);
    expect(bytes.every((byte) => byte === bytes[0])).toBe(true);
  }
});

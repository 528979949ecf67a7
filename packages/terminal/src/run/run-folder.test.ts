import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.testing.ts';
import { clearRunFolder, holdsRun, makeRunFolder, modelFile, runFiles } from './run-folder.ts';

describe('makeRunFolder', () => {
  test('makes all folders on the way, and minds none that is there', () => {
    const folder = join(temporaryFolder(), 'a', 'b', 'c');
    makeRunFolder(folder);
    makeRunFolder(folder);
    expect(existsSync(folder)).toBe(true);
  });

  test.each([
    ['behind a file', (file: string) => join(file, 'run'), 'a file of that name is in the way'],
    ['where a file is', (file: string) => file, 'a file of that name is in the way'],
    ['where folders are refused', () => '/proc/run', /there is no such folder|permission denied/],
  ] as const)('cannot make one %s, and says so at once', (_, place, reason) => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => makeRunFolder(place(file))).toThrow(reason);
  });
});

describe('modelFile', () => {
  test('prefers the best weights, then the latest', () => {
    const folder = temporaryFolder();
    expect(() => modelFile(folder, 'char-gpt')).toThrow('holds no checkpoint.safetensors');
    const { latest, best } = runFiles(folder);
    writeFileSync(latest, '');
    expect(modelFile(folder, 'char-gpt')).toBe(latest);
    writeFileSync(best, '');
    expect(modelFile(folder, 'char-gpt')).toBe(best);
    expect(modelFile(latest, 'char-gpt')).toBe(latest);
    expect(holdsRun(folder)).toBe(true);
  });

  test('says what to do where there is nothing', () => {
    expect(() => modelFile('/no/such', 'char-gpt')).toThrow(
      'there is no model at /no/such; train one first: char-gpt train --out /no/such',
    );
  });
});

test('clearing a folder leaves what is not of a run', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'notes'));
  for (const file of Object.values(runFiles(folder))) writeFileSync(file, '');
  clearRunFolder(folder);
  expect([holdsRun(folder), existsSync(join(folder, 'notes'))]).toEqual([false, true]);
});

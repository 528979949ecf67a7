import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { digest, filesBelow } from './digest.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'digest-'));
  mkdirSync(join(folder, 'b'));
  writeFileSync(join(folder, 'a.ts'), 'one');
  writeFileSync(join(folder, 'b', 'c.ts'), 'two');
  writeFileSync(join(folder, 'b', 'c.test.ts'), 'three');
});

const sources = () => filesBelow(folder, (name) => !name.includes('.test.'));

test('finds what is wanted, in order', () => {
  expect(sources()).toEqual([join(folder, 'a.ts'), join(folder, 'b', 'c.ts')]);
});

test('follows bytes and names, not dates', () => {
  const before = digest(sources());
  utimesSync(join(folder, 'a.ts'), 1, 1);
  writeFileSync(join(folder, 'b', 'c.test.ts'), 'four');
  expect(digest(sources())).toBe(before);
  writeFileSync(join(folder, 'a.ts'), 'onE');
  expect(digest(sources())).not.toBe(before);
  writeFileSync(join(folder, 'a.ts'), 'one');
  expect(digest(sources())).toBe(before);
  writeFileSync(join(folder, 'd.ts'), '');
  expect(digest(sources())).not.toBe(before);
});

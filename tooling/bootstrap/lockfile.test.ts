import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from './root.mjs';

test('the lockfile names no download address: any registry will do', () => {
  expect(readFileSync(`${root}/pnpm-lock.yaml`, 'utf8')).not.toMatch(/tarball:|https?:/);
});

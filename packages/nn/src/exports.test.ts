import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixture } from './fixture.testing.ts';
import * as api from './index.ts';

/** Values (not types) that index.ts takes from a folder. */
function exportsOf(folder: string): string[] {
  const index = readFileSync(new URL('./index.ts', import.meta.url), 'utf8');
  const lists = [...index.matchAll(/^export \{([^}]*)\} from '\.\/([^']*)'/gm)];
  return lists
    .filter(([, , file]) => file.startsWith(`${folder}/`))
    .flatMap(([, names]) => names.split(',').map((name) => name.trim()))
    .filter((name) => name !== '' && !name.startsWith('type '));
}

const fixtures = readdirSync(new URL('../fixtures/', import.meta.url))
  .filter((file) => file.endsWith('.json'))
  .map((file) => fixture<{ cases?: { export?: string; kind?: string }[] }>(file.slice(0, -'.json'.length)));
const covered = new Set(fixtures.flatMap(({ cases = [] }) => cases.map((item) => item.export ?? item.kind)));

/** Bases of others, which do nothing by themselves. */
const abstract: readonly string[] = ['Layer'];

test.each(['layers', 'losses'])('everything in %s has a fixture from PyTorch', (folder) => {
  const names = exportsOf(folder).filter((name) => !abstract.includes(name));
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !covered.has(name))).toEqual([]);
});

test('every optimizer has a fixture from PyTorch', () => {
  const optimizers = exportsOf('optim').filter((name) => {
    const value: unknown = (api as Record<string, unknown>)[name];
    return typeof value === 'function' && value.prototype instanceof api.Optimizer;
  });
  expect(optimizers.filter((name) => !covered.has(name))).toEqual([]);
});

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

/** Optimizers that PyTorch 1.13 has not, and the test that holds them to their definition and laws. */
const byLaw: Readonly<Record<string, string>> = { Lion: 'optim/lion.test.ts', Muon: 'optim/muon.test.ts' };

test('every optimizer has a fixture from PyTorch, or else a test of its laws', () => {
  const optimizers = exportsOf('optim').filter((name) => {
    const value: unknown = (api as Record<string, unknown>)[name];
    return typeof value === 'function' && name !== 'Optimizer' && 'step' in (value.prototype ?? {});
  });
  expect(optimizers).toContain('LBFGS');
  expect(optimizers.filter((name) => !covered.has(name)).sort()).toEqual(Object.keys(byLaw));
  for (const [name, file] of Object.entries(byLaw)) {
    const source = readFileSync(new URL(`./${file}`, import.meta.url), 'utf8');
    expect(source).toContain(`describe('${name}'`);
  }
});

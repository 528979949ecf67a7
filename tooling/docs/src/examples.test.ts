import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { docstringExamples, markdownExamples } from './extract.ts';
import { runExample } from './run.ts';
import { typeExampleErrors } from './type-examples.ts';

type Names = Readonly<Record<string, unknown>>;

const packages = fileURLToPath(new URL('../../../packages/', import.meta.url));
const load = (name: string): Promise<Names> => import(/* @vite-ignore */ name);

/** Every public name of a package and of those it builds on, so that a docstring can do without imports. */
async function publicNames(manifest: { name: string; dependencies?: Record<string, string> }): Promise<Names> {
  const own = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@ml/'));
  return Object.assign({}, ...(await Promise.all([...own, manifest.name].map(load))));
}

/** Examples run where a user's project would be: packages are in node_modules, and what they write is thrown away. */
const project = mkdtempSync(join(tmpdir(), 'examples-'));
beforeAll(() => {
  symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(project, 'node_modules'), 'dir');
  process.chdir(project);
});
afterAll(() => {
  process.chdir(packages);
  rmSync(project, { recursive: true });
});

/** Absolute paths of a package's sources: no tests, nothing generated. */
const sourcesOf = (folder: string): string[] =>
  (existsSync(`${folder}/src`) ? readdirSync(`${folder}/src`, { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => /(?<!\.(test|test-d|bench|testing))\.tsx?$/.test(name) && !name.startsWith('generated'))
    .sort()
    .map((name) => `${folder}/src/${name}`);

describe('the project', () => {
  for (const { line, code } of markdownExamples(readFileSync(`${packages}../README.md`, 'utf8'))) {
    test(`README.md:${line}`, () => runExample(code, {}, load));
  }
});

for (const folder of readdirSync(packages).map((name) => packages + name)) {
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  if (manifest.private) continue; // nobody installs it
  const readme = existsSync(`${folder}/README.md`) ? readFileSync(`${folder}/README.md`, 'utf8') : '';
  const documented = sourcesOf(folder).map((path) => ({
    path,
    examples: docstringExamples(readFileSync(path, 'utf8')),
  }));

  describe(manifest.name, () => {
    test('README.md has an example', () => expect(markdownExamples(readme)).not.toEqual([]));
    for (const { line, code } of markdownExamples(readme)) {
      test(`README.md:${line}`, () => runExample(code, {}, load));
    }
    for (const { path, examples } of documented) {
      for (const { line, code } of examples.filter(({ ofType }) => !ofType)) {
        test(`${path.slice(folder.length + 1)}:${line}`, async () => {
          await runExample(code, { ...(await publicNames(manifest)), ...(await load(path)) }, load);
        });
      }
    }

    const types = documented
      .map(({ path, examples }) => ({ path, examples: examples.filter(({ ofType }) => ofType) }))
      .filter(({ examples }) => examples.length > 0);
    if (types.length > 0) {
      test('examples of types', () => expect(typeExampleErrors(types, `${folder}/tsconfig.json`)).toEqual([]));
    }
  });
}

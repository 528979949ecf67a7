import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { docstringExamples, markdownExamples } from './extract.ts';
import { runExample } from './run.ts';

type Names = Readonly<Record<string, unknown>>;

const packages = new URL('../../../packages/', import.meta.url);
const load = (name: string): Promise<Names> => import(/* @vite-ignore */ name);

/** Every public name of a package and of those it builds on, so that a docstring can do without imports. */
async function publicNames(manifest: { name: string; dependencies?: Record<string, string> }): Promise<Names> {
  const own = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@ml/'));
  return Object.assign({}, ...(await Promise.all([...own, manifest.name].map(load))));
}

for (const folder of readdirSync(packages)) {
  const at = new URL(`${folder}/`, packages);
  const manifest = JSON.parse(readFileSync(new URL('package.json', at), 'utf8'));
  const sources = existsSync(new URL('src/', at))
    ? readdirSync(new URL('src/', at), { recursive: true, encoding: 'utf8' })
    : [];

  describe(manifest.name, () => {
    const readme = new URL('README.md', at);
    for (const { line, code } of existsSync(readme) ? markdownExamples(readFileSync(readme, 'utf8')) : []) {
      test(`README.md:${line}`, () => runExample(code, {}, load));
    }
    for (const file of sources.filter((name) => /(?<!\.(test|test-d|bench|testing))\.tsx?$/.test(name)).sort()) {
      const path = new URL(`src/${file}`, at);
      for (const { line, code, ofType } of docstringExamples(readFileSync(path, 'utf8'))) {
        if (ofType) continue;
        test(`src/${file}:${line}`, async () => {
          const scope = { ...(await publicNames(manifest)), ...(await load(path.pathname)) };
          await runExample(code, scope, load);
        });
      }
    }
  });
}

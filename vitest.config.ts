import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Workspace imports resolve to their TypeScript, so nothing needs building before a test. */
const conditions = ['@ml/source', 'node', 'import', 'module', 'default'];

/** Every workspace folder is one project, named as its package. */
const folders = ['packages', 'apps', 'tooling'].flatMap((parent) =>
  existsSync(parent) ? readdirSync(parent).map((name) => `${parent}/${name}`) : [],
);

function project(folder: string): TestProjectInlineConfiguration {
  const { name } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { name: string };
  return { extends: true, root: folder, test: { name, include: ['**/*.test.{ts,tsx,mjs}'] } };
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: folders.filter((folder) => existsSync(`${folder}/package.json`)).map(project),
  },
});

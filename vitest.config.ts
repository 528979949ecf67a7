import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { readJson, root, workspaces } from './tooling/bootstrap/root.mjs';

/** Every workspace is one project with the name of its package. Type tests run under its own tsconfig. */
const project = (folder: string): TestProjectInlineConfiguration => ({
  extends: true,
  root: `${root}/${folder}`,
  test: {
    name: readJson(`${root}/${folder}/package.json`).name,
    include: ['**/*.test.{ts,tsx,mjs}'],
    typecheck: { enabled: true, include: ['**/*.test-d.ts'], tsconfig: 'tsconfig.json' },
  },
});

/** Workspace imports resolve to their TypeScript: nothing needs building before a test. */
const conditions = ['@ml/source', 'node', 'import', 'default'];

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: { projects: workspaces().map(project), pool: 'forks', testTimeout: 30_000 },
});

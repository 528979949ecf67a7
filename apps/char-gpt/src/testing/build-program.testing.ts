import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { afterAll } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Where a test file finds its program: below node_modules, so that packages are found and nobody lints it; a folder for each
 * process, since test files run side by side.
 */
const folder = path(`../../node_modules/.cache/char-gpt-test-${process.pid}/`);

export const program = `${folder}cli.js`;

/** Builds the program from the sources of all packages, for tests that run it as a user does; gone after the last of them. */
export async function buildProgram(): Promise<void> {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  await build({
    config: false,
    entry: { cli: path('../cli.ts'), 'training-worker': path('../training/training-worker.ts') },
    tsconfig: path('../../tsconfig.json'),
    outDir: folder,
    format: ['esm'],
    target: 'es2022',
    noExternal: [/^@ml\//],
    external: [/^(?!@ml\/)[^./]/],
    silent: true,
    esbuildOptions: (options) => {
      options.conditions = ['@ml/source'];
    },
  });
}

import { build } from 'tsup';

/** Where tests find the program: below node_modules, so that its packages are found and nobody lints it. */
const folder = new URL('../../node_modules/.cache/char-gpt-test/', import.meta.url).pathname;

export const program = `${folder}cli.js`;

/** Builds the program from the sources of all packages, for tests that run it as a user does. */
export async function buildProgram(): Promise<void> {
  await build({
    config: false,
    entry: { cli: 'src/cli.ts', 'training-worker': 'src/training/training-worker.ts' },
    outDir: folder,
    format: ['esm'],
    target: 'es2022',
    noExternal: [/^@ml\//],
    silent: true,
    esbuildOptions: (options) => {
      options.conditions = ['@ml/source'];
    },
  });
}

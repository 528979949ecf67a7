import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { cli: 'src/cli.ts', 'training-worker': 'src/training/training-worker.ts' },
  format: ['esm'],
  target: 'es2022',
  clean: true,
  treeshake: true,
});

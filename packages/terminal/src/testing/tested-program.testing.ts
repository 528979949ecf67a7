import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Options } from 'tsup';
import { afterAll, onTestFinished } from 'vitest';
import { TerminalProgram, type TerminalSize } from './terminal-program.testing.ts';

export interface ProgramResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Packages stay outside the program, and are found from where they are imported: an app has not all that @ml/terminal has. */
const fromTheirImporters: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'packages-from-their-importers',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, resolveDir, kind, pluginData }) => {
      const ours = kind === 'entry-point' || path.startsWith('@ml/') || isBuiltin(path);
      if (ours || pluginData === 'resolving') return undefined;
      const found = await resolve(path, { resolveDir, kind, pluginData: 'resolving' });
      return { path: found.path, external: true };
    });
  },
};

/** An app's program, built from the sources of all packages and run as a user does. */
export class TestedProgram {
  readonly #app: string;
  readonly #folder: string;

  /** @param app folder of the app, with a slash at the end */
  constructor(app: URL) {
    this.#app = fileURLToPath(app);
    // Below node_modules, so that packages are found and nobody lints it; a folder for each process, since test files run side by side.
    this.#folder = `${this.#app}node_modules/.cache/${basename(this.#app)}-test-${process.pid}/`;
  }

  get path(): string {
    return `${this.#folder}cli.js`;
  }

  /** Builds it; gone after the last test of the file. */
  async build(): Promise<void> {
    afterAll(() => rmSync(this.#folder, { recursive: true, force: true }));
    await build({
      config: false,
      entry: { cli: `${this.#app}src/cli.ts`, 'training-worker': `${this.#app}src/training/training-worker.ts` },
      tsconfig: `${this.#app}tsconfig.json`,
      outDir: this.#folder,
      format: ['esm'],
      target: 'es2022',
      noExternal: [/^@ml\//],
      esbuildPlugins: [fromTheirImporters],
      silent: true,
      esbuildOptions: (options) => {
        options.conditions = ['@ml/source'];
      },
    });
  }

  /** As a child without a terminal. */
  spawn(args: readonly string[], { cwd, env = {} }: RunOptions = {}): ChildProcess {
    return spawn(process.execPath, [this.path, ...args], { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
  }

  /** As a child without a terminal, to its end. */
  run(args: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
    return finished(this.spawn(args, options), options.input ?? '');
  }

  /** On a real pseudo-terminal, until the test ends. */
  open(args: readonly string[], size: TerminalSize): TerminalProgram {
    const terminal = new TerminalProgram([this.path, ...args], size);
    onTestFinished(() => terminal.kill());
    return terminal;
  }
}

export function finished(child: ChildProcess, input = ''): Promise<ProgramResult> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin?.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

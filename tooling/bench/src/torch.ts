import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const python = process.env.BENCH_PYTHON ?? '/usr/bin/python3';

export interface TorchReply {
  readonly parameters: number;
  /** Of the last step; null when none was asked for. */
  readonly loss: number | null;
}

/** A Python that trains the same model with PyTorch, a few steps for every line it is sent. R says which model. */
export interface Torch<R> {
  /** Version, and the BLAS behind it. */
  readonly about: string;
  readonly threads: number;
  train(request: R & { readonly steps: number }): Promise<TorchReply>;
  close(): void;
}

/**
 * Each process has its own number of threads: some BLAS libraries read theirs once, when they are loaded.
 *
 * @param program one of those in `torch/`
 * @param small a model that takes no time to try
 * @throws {Error} where there is no Python, or no torch in it, or one that cannot train the model
 */
export async function openTorch<R extends object>(program: string, threads: number, small: R): Promise<Torch<R>> {
  const script = fileURLToPath(new URL(`../torch/${program}`, import.meta.url));
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
  const train = (request: R & { readonly steps: number }) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return read<TorchReply>();
  };
  // An old torch may load and yet lack something that the model needs: better said here than in the middle.
  await train({ ...small, steps: 1 });
  return { about, threads, train, close: () => void child.stdin.end() };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { GPTTrainingConfig } from './gpt-training.ts';

const script = fileURLToPath(new URL('../torch/gpt.py', import.meta.url));
const python = process.env.BENCH_PYTHON ?? '/usr/bin/python3';

export interface TorchRequest extends GPTTrainingConfig {
  readonly steps: number;
}

export interface TorchReply {
  readonly parameters: number;
  /** Of the last step; null when none was asked for. */
  readonly loss: number | null;
}

/** A Python that trains the same model with PyTorch, a few steps for every line it is sent. */
export interface Torch {
  /** Version, and the BLAS behind it. */
  readonly about: string;
  readonly threads: number;
  train(request: TorchRequest): Promise<TorchReply>;
  close(): void;
}

/**
 * Each process has its own number of threads: some BLAS libraries read theirs once, when they are loaded.
 *
 * @throws {Error} where there is no Python, or no torch in it, or one that cannot train the model
 */
export async function openTorch(threads: number): Promise<Torch> {
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
  const train = (request: TorchRequest) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return read<TorchReply>();
  };
  // An old torch may load and yet lack something that the model needs: better said here than in the middle.
  await train({ nLayer: 1, nHead: 1, nEmbd: 2, blockSize: 2, batch: 1, steps: 1 });
  return { about, threads, train, close: () => void child.stdin.end() };
}

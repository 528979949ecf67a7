import { type ChildProcess, spawn } from 'node:child_process';
import { program } from './build-program.testing.ts';

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

/** The program as a child without a terminal. */
export function spawnProgram(args: readonly string[], { cwd, env = {} }: RunOptions = {}): ChildProcess {
  return spawn(process.execPath, [program, ...args], { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
}

/** Runs the program to its end. */
export function runProgram(args: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
  const child = spawnProgram(args, options);
  return finished(child, options.input ?? '');
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

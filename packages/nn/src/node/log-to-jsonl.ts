// biome-ignore-all lint/correctness/noNodejsModules: files are what this entry point is for
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from './write-atomically.ts';

/** An event of `train`, or one of your own. */
export interface LoggedEvent {
  readonly type: string;
  readonly step: number;
}

/**
 * A callback of `train` that writes every event as one line of JSON.
 *
 * A run that begins begins the file; one that resumes at step s goes on behind what the file says up to step s. What an
 * interrupted run wrote after its last checkpoint, its end, and a line that was cut off by a crash, go.
 *
 * @example
 * const path = `${process.getBuiltinModule('node:os').tmpdir()}/example.jsonl`;
 * const log = logToJsonl(path);
 * await log({ type: 'start', step: 0 });
 * process.getBuiltinModule('node:fs').readFileSync(path, 'utf8') // => '{"type":"start","step":0}\n'
 */
export function logToJsonl(path: string): (event: LoggedEvent) => Promise<void> {
  return async (event) => {
    if (event.type === 'start') {
      await mkdir(dirname(path), { recursive: true });
      await writeAtomically(path, new TextEncoder().encode(await linesUpTo(path, event.step)));
    }
    await appendFile(path, `${JSON.stringify(event)}\n`);
  };
}

/** The whole lines of a log that are about step `step` or earlier ones. */
async function linesUpTo(path: string, step: number): Promise<string> {
  if (step === 0) return '';
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').slice(0, -1); // behind the last line break is nothing, or half a line
  const kept = lines.filter((line) => {
    const { type, step: at } = JSON.parse(line);
    return at <= step && type !== 'end';
  });
  return kept.map((line) => `${line}\n`).join('');
}

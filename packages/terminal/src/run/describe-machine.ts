import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { formatBytes } from '../screen/format.ts';

/** The machine a run was made on, in one line. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  return `${model}, ${availableParallelism()} cores, ${formatBytes(totalmem())}, ${platform()} ${arch()}, Node ${process.versions.node}`;
}

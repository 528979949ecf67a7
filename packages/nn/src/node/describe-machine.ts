// biome-ignore-all lint/correctness/noNodejsModules: the machine is known to Node
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { formatBytes } from '../text/format.ts';

/** The machine a run is made on, in one line: processor, cores, memory, system, Node. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  return `${model}, ${availableParallelism()} cores, ${formatBytes(totalmem())}, ${platform()} ${arch()}, Node ${process.versions.node}`;
}

import { availableParallelism, cpus, loadavg } from 'node:os';
import { engine } from '@ml/tensor';

/** Where and under what load a table was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
  readonly kernels: string;
  /** One-minute load averages when the program began and when the table was done: its own work is part of the second. */
  readonly load: readonly [start: number, end: number];
  readonly date: string;
}

const loadAtStart = loadavg()[0];

export function machine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    node: process.versions.node,
    kernels: engine.kernelBuild,
    load: [loadAtStart, loadavg()[0]],
    date: new Date().toISOString().slice(0, 10),
  };
}

export function machineLine({ processor, cores, node, kernels, load, date }: Machine): string {
  const [start, end] = load.map((x) => x.toFixed(2));
  return `${processor}, ${cores} cores; Node ${node}, \`${kernels}\` kernels; load average ${start} → ${end}; ${date}.`;
}

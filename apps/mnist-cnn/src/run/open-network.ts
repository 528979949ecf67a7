import { type Checkpoint, restoreCheckpoint } from '@ml/nn';
import { loadCheckpoint } from '@ml/nn/node';
import { Rng } from '@ml/tensor';
import { modelFile } from '@ml/terminal';
import { DigitNet } from '../model/digit-net.ts';
import { names } from '../names.ts';
import { type RunFacts, readRunFacts } from './run-facts.ts';

/** A trained network, ready to read digits. */
export interface OpenNetwork {
  readonly path: string;
  readonly network: DigitNet;
  readonly facts: RunFacts;
  readonly step: number;
}

/**
 * The network of a run.
 *
 * @param run its folder, or a checkpoint in it
 * @throws {UserError} when there is none
 * @throws {CheckpointError} when the file is truncated or was not written by this program
 */
export async function openNetwork(run: string): Promise<OpenNetwork> {
  const path = modelFile(run, names.name);
  const checkpoint = await loadCheckpoint(path);
  try {
    const facts = readRunFacts(checkpoint.user, path);
    const network = buildNetwork(facts.settings.seed);
    restoreCheckpoint(checkpoint, { model: network });
    return { path, network: network.eval(), facts, step: checkpoint.step };
  } finally {
    disposeWeights(checkpoint);
  }
}

/** Children of `--seed`. */
const WEIGHTS = 0;
const DROPOUT = 1;
export const BATCHES = 2;

export function buildNetwork(seed: number): DigitNet {
  return new DigitNet(new Rng([seed, WEIGHTS]), new Rng([seed, DROPOUT]));
}

/** A loaded checkpoint's tensors have been copied into network and optimizer: they go at once. */
export function disposeWeights({ model, optimizer }: Checkpoint): void {
  for (const x of Object.values(model)) x.dispose();
  for (const x of Object.values(optimizer?.tensors ?? {})) x.dispose();
}

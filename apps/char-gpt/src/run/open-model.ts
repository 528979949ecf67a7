import { CharTokenizer, GPT } from '@ml/nlp';
import { type Checkpoint, restoreCheckpoint } from '@ml/nn';
import { loadCheckpoint } from '@ml/nn/node';
import { Rng } from '@ml/tensor';
import { modelFile } from '@ml/terminal';
import { type RunFacts, readRunFacts } from './run-facts.ts';

/** A trained model, ready to write. */
export interface OpenModel {
  readonly path: string;
  readonly model: GPT;
  readonly tokenizer: CharTokenizer;
  readonly facts: RunFacts;
  readonly step: number;
}

/**
 * The model that `--model` names.
 *
 * @throws {UserError} when there is none
 * @throws {CheckpointError} when the file is truncated or was not written by this program
 */
export async function openModel(model: string): Promise<OpenModel> {
  const path = modelFile(model, 'char-gpt');
  const checkpoint = await loadCheckpoint(path);
  const facts = readRunFacts(checkpoint.user, path);
  const tokenizer = CharTokenizer.fromJSON(facts.tokenizer);
  const gpt = buildModel(facts, tokenizer);
  restoreCheckpoint(checkpoint, { model: gpt });
  disposeWeights(checkpoint);
  return { path, model: gpt.eval(), tokenizer, facts, step: checkpoint.step };
}

export function buildModel({ settings }: Pick<RunFacts, 'settings'>, { vocabSize }: CharTokenizer): GPT {
  const { nLayer, nHead, nEmbd, blockSize, dropout, seed } = settings;
  return new GPT({ vocabSize, blockSize, nLayer, nHead, nEmbd, dropout }, { rng: new Rng([seed, 0]) });
}

/** A loaded checkpoint's tensors have been copied into the model and the optimizer: they go at once. */
export function disposeWeights({ model, optimizer }: Checkpoint): void {
  for (const x of Object.values(model)) x.dispose();
  for (const x of Object.values(optimizer?.tensors ?? {})) x.dispose();
}

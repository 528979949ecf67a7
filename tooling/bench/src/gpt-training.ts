import { GPT } from '@ml/nlp';
import { AdamW, decayGroups, trainStep } from '@ml/nn';
import { Rng, randint } from '@ml/tensor';

export const vocabSize = 65;

export interface GPTTrainingConfig {
  readonly nLayer: number;
  readonly nHead: number;
  readonly nEmbd: number;
  readonly blockSize: number;
  readonly batch: number;
}

export interface GPTTraining {
  readonly parameters: number;
  /** One update from a batch of random tokens; returns its loss. */
  step(): number;
}

/** A GPT-2 of this size, trained as nanoGPT does: AdamW with decay on matrices, gradients clipped to 1, no dropout. */
export function gptTraining({ batch, ...config }: GPTTrainingConfig): GPTTraining {
  const rng = new Rng(1);
  const model = new GPT({ vocabSize, dropout: 0, ...config }, { rng });
  const optimizer = new AdamW(decayGroups(model, 0.1), { lr: 1e-3, beta2: 0.99 });
  const shape = [batch, config.blockSize];
  const data = {
    next: () => ({ ids: randint(0, vocabSize, shape, { rng }), targets: randint(0, vocabSize, shape, { rng }) }),
    getState: () => null,
    setState: () => undefined,
  };
  let steps = 0;
  return {
    parameters: model.parameterCount(),
    step: () =>
      trainStep(model, data, steps++, {
        loss: (gpt, { ids, targets }) => gpt.loss(ids, targets),
        optimizer,
        clipNorm: 1,
      }).loss,
  };
}

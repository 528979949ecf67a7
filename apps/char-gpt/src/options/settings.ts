import { UserError } from '@ml/terminal';
import { z } from 'zod';

const count = z.int().min(1);
const fraction = z.number().min(0).lt(1);

/** What shapes the weights: fixed for the life of a run. */
export const modelSettings = z.strictObject({
  nLayer: count,
  nHead: count,
  nEmbd: count,
  blockSize: count,
  dropout: fraction,
});

/** How the weights are learned. */
export const trainingSettings = z.strictObject({
  batchSize: count,
  maxIters: count,
  lr: z.number().positive(),
  minLr: z.number().min(0),
  warmupIters: z.int().min(0),
  beta1: fraction,
  beta2: fraction,
  weightDecay: z.number().min(0),
  /** Largest gradient norm; 0 is none. */
  gradClip: z.number().min(0),
  evalInterval: count,
  evalIters: count,
  seed: z.int().min(0),
});

export const settings = z.strictObject({ ...modelSettings.shape, ...trainingSettings.shape });

export type ModelSettings = z.infer<typeof modelSettings>;
export type TrainingSettings = z.infer<typeof trainingSettings>;
export type Settings = z.infer<typeof settings>;

/**
 * What no single flag can get wrong by itself.
 *
 * @throws {UserError} naming the flags that disagree
 */
export function checkSettings(given: Settings): Settings {
  const { nHead, nEmbd, lr, minLr, warmupIters, maxIters } = given;
  if (nEmbd % nHead !== 0) throw new UserError(`--n-head ${nHead} does not divide --n-embd ${nEmbd}`);
  if (minLr > lr) throw new UserError(`--min-lr ${minLr} is above --lr ${lr}`);
  return warmupIters > maxIters ? { ...given, warmupIters: maxIters } : given;
}

/**
 * Training and validation both need one block and the character after it.
 *
 * @throws {UserError} when the text is too short
 */
export function checkTextLength(characters: number, validationShare: number, { blockSize }: ModelSettings): void {
  const validation = characters - Math.floor(characters * (1 - validationShare));
  const shortest = Math.min(validation, characters - validation);
  if (shortest > blockSize) return;
  const parts = `its ${characters - validation} characters for training and ${validation} for validation`;
  throw new UserError(`--block-size ${blockSize} is longer than the text allows: ${parts} must each be more than that`);
}

import { z } from 'zod';

const count = z.int().min(1);

/** How a network is learned. */
export const settings = z.strictObject({
  epochs: count,
  batchSize: count,
  /** Highest learning rate of the cycle. */
  lr: z.number().positive(),
  weightDecay: z.number().min(0),
  /** Turns, scales and moves the digits that are trained on. */
  augment: z.boolean(),
  /** Digits that are trained on, and those that are tested with: the first of their halves. */
  trainLimit: count,
  testLimit: count,
  seed: z.int().min(0),
});

export type Settings = z.infer<typeof settings>;

/** What is given on the command line. */
export type GivenSettings = { readonly [K in keyof Settings]?: Settings[K] | undefined };

export const defaultSettings: Settings = {
  epochs: 3,
  batchSize: 64,
  lr: 2e-3,
  weightDecay: 0.01,
  augment: false,
  trainLimit: 60_000,
  testLimit: 10_000,
  seed: 1,
};

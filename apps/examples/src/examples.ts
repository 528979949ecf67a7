import { adding } from './adding.ts';
import { autoencoder } from './autoencoder.ts';
import { dcgan } from './dcgan.ts';
import { ddpm } from './ddpm.ts';
import type { Example } from './example.ts';
import { penguins } from './penguins.ts';
import { reversal } from './reversal.ts';
import { spiral } from './spiral.ts';
import { vae } from './vae.ts';
import { writer } from './writer.ts';

/** Every example by the name it is called with. */
export const examples: Readonly<Record<string, Example>> = {
  adding,
  autoencoder,
  dcgan,
  ddpm,
  penguins,
  reversal,
  spiral,
  vae,
  writer,
};

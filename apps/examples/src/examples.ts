import { adding } from './adding.ts';
import { autoencoder } from './autoencoder.ts';
import type { Example } from './example.ts';
import { reversal } from './reversal.ts';
import { spiral } from './spiral.ts';
import { vae } from './vae.ts';
import { writer } from './writer.ts';

/** Every example by the name it is called with. */
export const examples: Readonly<Record<string, Example>> = { adding, autoencoder, reversal, spiral, vae, writer };

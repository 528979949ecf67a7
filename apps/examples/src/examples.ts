import { autoencoder } from './autoencoder.ts';
import type { Example } from './example.ts';
import { reversal } from './reversal.ts';
import { spiral } from './spiral.ts';
import { vae } from './vae.ts';

/** Every example by the name it is called with. */
export const examples: Readonly<Record<string, Example>> = { autoencoder, reversal, spiral, vae };

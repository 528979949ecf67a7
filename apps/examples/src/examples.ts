import type { Example } from './example.ts';
import { reversal } from './reversal.ts';
import { spiral } from './spiral.ts';

/** Every example by the name it is called with. */
export const examples: Readonly<Record<string, Example>> = { reversal, spiral };

import type { LibraryHandle } from 'koffi';
import { BlasError } from './blas-error.ts';

/** The part of koffi that is used. */
export interface Koffi {
  load(path: string): LibraryHandle;
  address(value: Uint8Array): bigint;
}

/** Loaded when it is asked for, not when this module is: a program that imports us still runs where there is no koffi. */
export function loadKoffi(): Koffi {
  const module = globalThis.process?.getBuiltinModule?.('node:module');
  if (module === undefined) throw new BlasError('a BLAS can be used in Node ≥ 20.16 only');
  try {
    return module.createRequire(import.meta.url)('koffi') as Koffi;
  } catch (error) {
    throw new BlasError(`koffi, which calls native libraries, cannot be loaded here: ${reason(error)}`);
  }
}

/** The first line of what an error says. */
export function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split('\n')[0];
}

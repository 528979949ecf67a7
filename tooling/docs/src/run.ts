import { compileExample } from './compile.ts';
import { check, printed } from './expectation.ts';

type AsyncFunction = (...args: unknown[]) => Promise<void>;
const AsyncFunction = (async () => {}).constructor as new (...parametersAndBody: string[]) => AsyncFunction;

/**
 * Runs an example and rejects at its first broken expectation.
 *
 * @param scope names that the example may use without importing them
 * @param load resolves the example's own imports
 */
export async function runExample(
  code: string,
  scope: Readonly<Record<string, unknown>>,
  load: (name: string) => Promise<unknown>,
): Promise<void> {
  const names = { ...scope, load, check, printed };
  await new AsyncFunction(...Object.keys(names), `'use strict';\n${compileExample(code)}`)(...Object.values(names));
}

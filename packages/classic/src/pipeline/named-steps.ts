// Lists of named parts, as pipelines, unions and column transformers have them.
import type { AnyEstimator } from '../base/estimator.ts';
import { ParameterError } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';

/** A name, what is done under it, and whatever else belongs to it. */
export type NamedStep = readonly [name: string, step: unknown, ...rest: readonly unknown[]];

/** The estimators of a list, by name. */
export function partsOf(steps: readonly NamedStep[]): Record<string, AnyEstimator> {
  return Object.fromEntries(
    steps.filter(([, step]) => isEstimator(step)).map(([name, step]) => [name, step as AnyEstimator]),
  );
}

/** The list with another step under a name; null where there is no such name. */
export function withStep<S extends readonly NamedStep[]>(steps: S, name: string, step: unknown): S | null {
  if (!steps.some(([own]) => own === name)) return null;
  return steps.map((each) => (each[0] === name ? [each[0], step, ...each.slice(2)] : each)) as unknown as S;
}

/**
 * Looks at a list before it is used.
 *
 * @param words what may stand in the place of an estimator
 * @throws {ParameterError} when names are missing, not distinct or have '__' in them, or a step is no estimator
 */
export function checkSteps(owner: string, list: string, steps: readonly NamedStep[], words: readonly string[]): void {
  if (!Array.isArray(steps) || steps.length === 0)
    throw new ParameterError(`${owner}: ${list} must be a list of [name, estimator]`);
  const seen = new Set<string>();
  for (const each of steps) {
    const [name, step] = Array.isArray(each) ? each : [];
    if (typeof name !== 'string' || name === '' || name.includes('__'))
      throw new ParameterError(`${owner}: ${list}: a name must be a word without '__', not ${JSON.stringify(name)}`);
    if (seen.has(name)) throw new ParameterError(`${owner}: ${list} has the name '${name}' twice`);
    seen.add(name);
    const isWord = typeof step === 'string' && words.includes(step);
    if (!isEstimator(step) && !isWord)
      throw new ParameterError(
        `${owner}: '${name}' must be an estimator${words.map((word) => ` or '${word}'`).join('')}`,
      );
  }
}

/** Names of estimators that nobody has named: the class in lower case, numbered where there are several. */
export function automaticNames(steps: readonly unknown[]): string[] {
  const stems = steps.map((step) => (isEstimator(step) ? step.class.estimatorName.toLowerCase() : String(step)));
  return stems.map((stem, i) => {
    const count = stems.filter((other) => other === stem).length;
    const own = stems.slice(0, i + 1).filter((other) => other === stem).length;
    return count === 1 ? stem : `${stem}-${own}`;
  });
}

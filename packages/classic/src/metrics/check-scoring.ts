import type { AnyEstimator } from '../base/estimator.ts';
import { ParameterError } from '../base/parameter-error.ts';
import { callMethod, hasMethod } from '../model-selection/has-method.ts';
import { Responses, type Scorer, type ScorerOptions } from './make-scorer.ts';
import { type ScorerName, scorers } from './scorers.ts';

/** How to judge: by the estimator's own `score` (null), a scorer or its name, or several of them. */
export type Scoring =
  | ScorerName
  | Scorer
  | null
  | readonly ScorerName[]
  | Readonly<Record<string, ScorerName | Scorer>>;

/** Scorers by what results call them; null stands for the estimator's own `score`. */
export type NamedScorers = Readonly<Record<string, ScorerName | Scorer | null>>;

/**
 * What `scoring` stands for, by name: 'score' for a single one.
 *
 * @throws {ParameterError} when there is no such scorer
 */
export function namedScorers(op: string, scoring: Scoring): NamedScorers {
  if (Array.isArray(scoring)) {
    if (scoring.length === 0 || new Set(scoring).size !== scoring.length)
      throw new ParameterError(`${op}: scoring must be names, each once`);
    return checkNames(op, Object.fromEntries(scoring.map((name: ScorerName) => [name, name])));
  }
  if (typeof scoring === 'object' && scoring !== null) {
    if (Object.keys(scoring).length === 0) throw new ParameterError(`${op}: scoring is empty`);
    return checkNames(op, scoring as NamedScorers);
  }
  return checkNames(op, { score: scoring as ScorerName | Scorer | null });
}

/** Whether results have the names of scorers, not just 'score'. */
export function isMultimetric(scoring: Scoring): boolean {
  return typeof scoring === 'object' && scoring !== null;
}

function checkNames(op: string, named: NamedScorers): NamedScorers {
  for (const scorer of Object.values(named)) {
    if (scorer === null || typeof scorer === 'function') continue;
    if (typeof scorer === 'string' && Object.hasOwn(scorers, scorer)) continue;
    const names = Object.keys(scorers).join(', ');
    throw new ParameterError(`${op}: there is no scorer ${JSON.stringify(scorer)}; there are ${names}`);
  }
  return named;
}

/**
 * All scores of a fitted estimator; it is asked once for each of its methods.
 *
 * @throws {ParameterError} when it has no `score` of its own and none was chosen
 */
export function scoreBy(
  named: NamedScorers,
  estimator: AnyEstimator,
  { X, y }: { readonly X: unknown; readonly y: unknown },
  options: ScorerOptions = {},
): Record<string, number> {
  const responses = new Responses(estimator, X);
  return Object.fromEntries(
    Object.entries(named).map(([name, chosen]) => {
      if (chosen === null) return [name, ownScore(estimator, X, [y, options])];
      const scorer: Scorer = typeof chosen === 'string' ? scorers[chosen] : chosen;
      return [name, scorer.ofResponses?.(responses, y, options) ?? scorer(estimator, X, y, options)];
    }),
  );
}

function ownScore(estimator: AnyEstimator, X: unknown, rest: readonly unknown[]): number {
  if (!hasMethod(estimator, 'score'))
    throw new ParameterError(`${estimator.class.estimatorName} has no score; choose one with { scoring }`);
  return callMethod(estimator, 'score', X, ...rest) as number;
}

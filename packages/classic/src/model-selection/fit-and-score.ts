import { tidy } from '@ml/tensor';
import type { AnyEstimator, EstimatorClass } from '../base/estimator.ts';
import { type NamedScorers, scoreBy } from '../metrics/check-scoring.ts';
import { type ScorerName, scorers as scorersByName } from '../metrics/scorers.ts';
import { parallelBackend } from '../parallel/default-backend.ts';
import { inlineBackend } from '../parallel/inline-backend.ts';
import type { MapOptions, Task } from '../parallel/parallel-backend.ts';
import { decodeEstimator } from '../persistence/decode.ts';
import type { EstimatorJson } from '../persistence/encode.ts';
import { collectClasses, provideClasses, providedClasses } from '../persistence/estimator-classes.ts';
import { PersistenceError } from '../persistence/persistence-error.ts';
import { type PortableSamples, takePortable } from './portable-samples.ts';
import type { Split } from './splitter.ts';

/** What all fits of a cross-validation have in common. */
export interface FitSetting {
  readonly X: PortableSamples;
  /** Null for estimators that take no y. */
  readonly y: PortableSamples | null;
  /** One per sample. */
  readonly sampleWeight: Float64Array | null;
  readonly returnTrainScore: boolean;
  readonly returnEstimator: boolean;
  /** The score where a fit fails; 'raise': the failure is thrown. */
  readonly errorScore: number | 'raise';
}

/** One fit on one part of the samples, judged on another. */
export interface FitJob {
  readonly estimator: AnyEstimator;
  readonly split: Split;
}

export type Scores = Readonly<Record<string, number>>;

export interface FitResult {
  readonly test: Scores;
  /** Null unless asked for. */
  readonly train: Scores | null;
  /** Null unless asked for. */
  readonly estimator: AnyEstimator | null;
  /** What was thrown, where something was. */
  readonly failure: string | null;
}

/** Fits and judges; the estimator is fitted itself, so it must belong to nobody else. */
function fitAndScoreHere({ estimator, split }: FitJob, named: NamedScorers, setting: FitSetting): FitResult {
  const { X, y, sampleWeight, returnTrainScore, returnEstimator, errorScore } = setting;
  return tidy(() => {
    const part = (indices: Int32Array) => ({
      X: takePortable(X, indices),
      y: y === null ? undefined : takePortable(y, indices),
    });
    const train = part(split.train);
    const options = sampleWeight === null ? {} : { sampleWeight: weightsAt(sampleWeight, split.train) };
    try {
      (estimator as unknown as Fittable).fit(train.X, train.y, options);
      return {
        test: scoreBy(named, estimator, part(split.test) as never),
        train: returnTrainScore ? scoreBy(named, estimator, train as never) : null,
        estimator: returnEstimator ? estimator : null,
        failure: null,
      };
    } catch (error) {
      if (errorScore === 'raise') throw error;
      const failed = Object.fromEntries(Object.keys(named).map((name) => [name, errorScore]));
      const failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return { test: failed, train: returnTrainScore ? failed : null, estimator: null, failure };
    }
  });
}

interface Fittable {
  fit(X: unknown, y: unknown, options: object): unknown;
}

function weightsAt(weights: Float64Array, indices: Int32Array): Float64Array {
  return Float64Array.from(indices, (i) => weights[i]);
}

/** As data: the estimator in JSON, scorers by name. */
interface FitArgs {
  readonly estimator: EstimatorJson;
  readonly split: Split;
  readonly scorers: Readonly<Record<string, ScorerName | null>>;
  readonly setting: FitSetting;
}

interface FitReply extends Omit<FitResult, 'estimator'> {
  readonly estimator: EstimatorJson | null;
}

/** The task of cross-validation; null where this thread does not know a class of the estimator. */
export const fitAndScoreTask: Task<FitArgs, FitReply | null> = {
  name: 'fitAndScore',
  run: ({ estimator: json, split, scorers, setting }) => {
    let estimator: AnyEstimator;
    try {
      estimator = decodeEstimator(json, providedClasses());
    } catch (error) {
      if (error instanceof PersistenceError) return null;
      throw error;
    }
    const result = fitAndScoreHere({ estimator, split }, scorers, setting);
    return { ...result, estimator: result.estimator?.toJSON() ?? null };
  },
};

/**
 * Does all jobs, on the threads of the parallel backend where that is possible: the estimators can be written down in JSON, all their
 * classes belong to this package, and scorers are given by name. Others are fitted on the calling thread, which for bits makes no
 * difference.
 */
export function fitAndScore(
  jobs: readonly FitJob[],
  named: NamedScorers,
  setting: FitSetting,
  options: MapOptions = {},
): FitResult[] {
  const args = parallelBackend().workers > 1 && jobs.length > 1 ? portableArgs(jobs, named, setting) : null;
  const here: Task<FitJob, FitResult> = { name: 'fitHere', run: (job) => fitAndScoreHere(job, named, setting) };
  if (args === null) return inlineBackend.map(here, jobs, options);
  const replies = parallelBackend().map(fitAndScoreTask, args, options);
  return replies.map((reply, i) => {
    if (reply === null) return here.run(jobs[i]);
    const estimator = reply.estimator === null ? null : decodeEstimator(reply.estimator, providedClasses());
    return { ...reply, estimator };
  });
}

/** The jobs as data; null where one cannot be said in data. */
function portableArgs(jobs: readonly FitJob[], named: NamedScorers, setting: FitSetting): FitArgs[] | null {
  const areNames = Object.values(named).every(
    (scorer) => scorer === null || Object.hasOwn(scorersByName, String(scorer)),
  );
  if (!areNames) return null;
  const classes = new Map<string, EstimatorClass>();
  if (!jobs.every(({ estimator }) => collectClasses(estimator, classes))) return null;
  try {
    const args = jobs.map(({ estimator, split }) => ({
      estimator: estimator.toJSON(),
      split,
      scorers: named as FitArgs['scorers'],
      setting,
    }));
    provideClasses(classes.values());
    return args;
  } catch (error) {
    if (error instanceof PersistenceError) return null; // a parameter is a function
    throw error;
  }
}

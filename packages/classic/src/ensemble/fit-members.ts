import { type Tensor, tidy } from '@ml/tensor';
import type { AnyEstimator, EstimatorClass } from '../base/estimator.ts';
import { matrix } from '../base/values.ts';
import { type PortableSamples, takePortable } from '../model-selection/portable-samples.ts';
import { parallelBackend } from '../parallel/default-backend.ts';
import { inlineBackend } from '../parallel/inline-backend.ts';
import type { MapOptions, Task } from '../parallel/parallel-backend.ts';
import { decodeEstimator } from '../persistence/decode.ts';
import type { EstimatorJson } from '../persistence/encode.ts';
import { collectClasses, provideClasses, providedClasses } from '../persistence/estimator-classes.ts';
import { PersistenceError } from '../persistence/persistence-error.ts';
import { member } from './weak-learners.ts';

/** What all members of an ensemble are fitted on, or on parts of. */
export interface MemberData {
  readonly X: PortableSamples;
  readonly y: PortableSamples;
}

/** Which part of the samples a member is fitted on. */
export interface MemberPart {
  readonly rows: Int32Array;
  /** null: all; only where X is a matrix. */
  readonly columns: Int32Array | null;
  /** Of all samples; null: all the same. */
  readonly weights: Float64Array | null;
}

export interface MemberJob extends MemberPart {
  /** It is fitted itself, so it must belong to nobody else. */
  readonly estimator: AnyEstimator;
}

interface MemberArgs extends MemberPart {
  readonly estimator: EstimatorJson;
  readonly data: MemberData;
}

/** Fits one member; null where this thread does not know a class of the estimator. */
export const fitMember: Task<MemberArgs, EstimatorJson | null> = {
  name: 'fitMember',
  run: ({ estimator: json, data, ...part }) => {
    try {
      const estimator = decodeEstimator(json, providedClasses());
      fitHere({ estimator, ...part }, data);
      return estimator.toJSON();
    } catch (error) {
      if (error instanceof PersistenceError) return null;
      throw error;
    }
  },
};

function fitHere({ estimator, rows, columns, weights }: MemberJob, { X, y }: MemberData): AnyEstimator {
  tidy(() => {
    const samples = columns === null ? takePortable(X, rows) : takeBlock(X, rows, columns);
    const options = weights === null ? {} : { sampleWeight: Float64Array.from(rows, (i) => weights[i]) };
    member(estimator).fit(samples, takePortable(y, rows), options);
  });
  return estimator;
}

/** Some rows of some columns. */
function takeBlock(X: PortableSamples, rows: Int32Array, columns: Int32Array): Tensor {
  if (X.kind !== 'tensor') throw new TypeError('fitMember: columns can be taken of matrices only');
  const width = X.shape[1];
  const block = new Float64Array(rows.length * columns.length);
  for (let i = 0, at = 0; i < rows.length; i++)
    for (let j = 0; j < columns.length; j++, at++) block[at] = X.data[rows[i] * width + columns[j]];
  return matrix(block, rows.length, columns.length);
}

/**
 * Fits the members of an ensemble, on the threads of the parallel backend where they and their parameters can be written down; others
 * on the calling thread, with the same bits. To be called within `tidy`.
 */
export function fitMembers(jobs: readonly MemberJob[], data: MemberData, options: MapOptions = {}): AnyEstimator[] {
  const here: Task<MemberJob, AnyEstimator> = { name: 'fitHere', run: (job) => fitHere(job, data) };
  const args = parallelBackend().workers > 1 && jobs.length > 1 ? portableArgs(jobs, data) : null;
  if (args === null) return inlineBackend.map(here, jobs, options);
  const replies = parallelBackend().map(fitMember, args, options);
  return replies.map((reply, i) => (reply === null ? here.run(jobs[i]) : decodeEstimator(reply, providedClasses())));
}

/** The jobs as data; null where one cannot be said in data. */
function portableArgs(jobs: readonly MemberJob[], data: MemberData): MemberArgs[] | null {
  const classes = new Map<string, EstimatorClass>();
  if (!jobs.every(({ estimator }) => collectClasses(estimator, classes))) return null;
  try {
    const args = jobs.map((job) => ({ ...job, estimator: job.estimator.toJSON(), data }));
    provideClasses(classes.values());
    return args;
  } catch (error) {
    if (error instanceof PersistenceError) return null; // a parameter is a function
    throw error;
  }
}

/** 0, 1, … n − 1: the rows of those that are fitted on all samples. */
export function allRows(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

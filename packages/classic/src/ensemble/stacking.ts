import { isTensor, type Tensor, tidy, toTypedArray } from '@ml/tensor';
import type { FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { AnyEstimator } from '../base/estimator.ts';
import { NotFittedError } from '../base/not-fitted-error.ts';
import { ParameterError, requireCount } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';
import type { EstimatorKind } from '../base/tags.ts';
import { matrix } from '../base/values.ts';
import { type CrossValidation, checkCv } from '../model-selection/check-cv.ts';
import { callMethod, hasMethod } from '../model-selection/has-method.ts';
import { takePortable, toPortable } from '../model-selection/portable-samples.ts';
import { type Samples, sampleCount } from '../model-selection/samples.ts';
import type { Split } from '../model-selection/splitter.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { joinColumns } from '../pipeline/join-columns.ts';
import { allRows, fitMembers, type MemberData } from './fit-members.ts';
import { activeMembers, type NamedMembers, readMembers, requireWeighable, samplesOf } from './named-members.ts';
import { member } from './weak-learners.ts';

/** What members are asked for. */
export type StackMethod = 'predictProba' | 'decisionFunction' | 'predict';

/** Hyper-parameters of stacking. */
export interface StackingParams {
  readonly estimators: NamedMembers;
  /** What is fitted on the predictions; null: logistic regression for classes, ridge regression for numbers. */
  readonly finalEstimator: AnyEstimator | null;
  /** How the samples are divided, so that predictions are of estimators that have not seen them; 'prefit': estimators are fitted. */
  readonly cv: CrossValidation | 'prefit';
  /** Most fits at the same time; null: as many as `setThreads` says. */
  readonly nJobs: number | null;
  /** Give the final estimator the features too. */
  readonly passthrough: boolean;
}

export const stackingDefaults: StackingParams = {
  estimators: [],
  finalEstimator: null,
  cv: null,
  nJobs: null,
  passthrough: false,
};

/** What stacking learns. */
export interface Stacked {
  /** Those that are not dropped. */
  readonly fitted: readonly AnyEstimator[];
  /** What each of them is asked for. */
  readonly methods: readonly StackMethod[];
  /** How many columns each of them makes. */
  readonly widths: readonly number[];
  readonly final: AnyEstimator;
}

/** y of a fit, and what it is about. */
export interface StackingTargets {
  /** Numbers, or codes of classes. */
  readonly y: Float64Array | Int32Array;
  /** 0 for numbers. */
  readonly classes: number;
  readonly weights: Float64Array | null;
}

/** What a member is asked for, where that is left to the ensemble. @throws {ParameterError} when it has not the method */
function methodOf(owner: string, own: string, estimator: AnyEstimator, wanted: StackMethod | 'auto'): StackMethod {
  const order: readonly StackMethod[] = wanted === 'auto' ? ['predictProba', 'decisionFunction', 'predict'] : [wanted];
  const found = order.find((method) => hasMethod(estimator, method));
  if (found === undefined) throw new ParameterError(`${owner}: '${own}' has no ${wanted}`);
  return found;
}

/**
 * Fits the members on all samples and on those of each split, and the final estimator on what the latter say of samples that they
 * have not seen. To be called within `tidy`.
 *
 * @reference Wolpert 1992, Stacked generalization
 */
export function stack(
  name: string,
  X: Samples,
  { y, classes, weights }: StackingTargets,
  params: StackingParams & { readonly stackMethod: StackMethod | 'auto'; readonly fallback: () => AnyEstimator },
  onProgress: FitOptions['onProgress'],
): Stacked {
  const kind: EstimatorKind = classes > 0 ? 'classifier' : 'regressor';
  const active = activeMembers(name, params.estimators, classes > 0 ? [kind, 'regressor'] : [kind]);
  const final = params.finalEstimator === null ? params.fallback() : params.finalEstimator;
  if (!isEstimator(final) || final.tags.kind !== kind)
    throw new ParameterError(`${name}: finalEstimator must be a ${kind} or null`);
  if (params.nJobs !== null) requireCount(name, 'nJobs', params.nJobs);
  requireWeighable(name, [...active, ['finalEstimator', final]], weights);
  const methods = active.map(([own, estimator]) => methodOf(name, own, estimator, params.stackMethod));
  const n = samplesOf(`${name}.fit`, X, y);

  const data: MemberData = { X: toPortable(X), y: { kind: 'list', list: y } };
  const estimators = active.map(([, estimator]) => estimator);
  let fitted = estimators;
  let blocks: Tensor<[number, number]>[];
  if (params.cv === 'prefit') {
    for (const estimator of fitted) if (!estimator.isFitted) throw new NotFittedError(estimator.class.estimatorName);
    blocks = fitted.map((estimator, m) => blockOf(name, said(estimator, methods[m], X), classes));
  } else {
    const splits = partition(name, [...checkCv(params.cv, y, classes > 0).split(X, y)], n);
    const parts = [allRows(n), ...splits.map(({ train }) => train)];
    const jobs = parts.flatMap((rows) =>
      estimators.map((estimator) => ({ estimator: estimator.clone(), rows, columns: null, weights })),
    );
    const all = fitMembers(jobs, data, { limit: params.nJobs ?? undefined, onProgress });
    fitted = all.slice(0, estimators.length);
    blocks = estimators.map((_, m) => {
      const perSplit = splits.map((_, s) => all[(s + 1) * estimators.length + m]);
      return outOfSample(name, perSplit, methods[m], { data, splits, n, classes });
    });
  }
  const made = joinColumns(name, [...blocks, ...(params.passthrough ? [X] : [])], n);
  const own = final.clone();
  member(own).fit(made, y, weights === null ? {} : { sampleWeight: weights });
  return { fitted, methods, widths: blocks.map((block) => block.shape[1]), final: own };
}

/** Splits that judge each sample once. @throws {DataError} */
function partition(name: string, splits: readonly Split[], n: number): readonly Split[] {
  const judged = new Int32Array(n);
  for (const { test } of splits) for (const i of test) judged[i]++;
  const odd = judged.findIndex((times) => times !== 1);
  if (odd >= 0) throw new DataError(`${name}: cv judges sample ${odd} ${judged[odd]} times, not once`);
  return splits;
}

/** What estimators, each fitted on one of the splits, say of the samples it has not seen. */
function outOfSample(
  name: string,
  estimators: readonly AnyEstimator[],
  method: StackMethod,
  {
    data,
    splits,
    n,
    classes,
  }: {
    readonly data: MemberData;
    readonly splits: readonly Split[];
    readonly n: number;
    readonly classes: number;
  },
): Tensor<[number, number]> {
  const parts = estimators.map((estimator, s) => {
    const known = classes > 0 && method !== 'predict' ? member(estimator).classes_.length : classes;
    if (known !== classes) throw new DataError(`${name}: a split of cv has ${known} of ${classes} classes to fit on`);
    return tidy(() => blockOf(name, said(estimator, method, takePortable(data.X, splits[s].test)), classes));
  });
  const width = parts[0].shape[1];
  const out = new Float64Array(n * width);
  parts.forEach((part, s) => {
    const list = toTypedArray(part);
    splits[s].test.forEach((i, row) => {
      for (let k = 0; k < width; k++) out[i * width + k] = list[row * width + k];
    });
  });
  return matrix(out, n, width);
}

function said(estimator: AnyEstimator, method: StackMethod, X: Samples): Tensor {
  const answer = callMethod(estimator, method, X);
  if (!isTensor(answer)) throw new DataError(`${estimator.class.estimatorName}: predictions must be numbers`);
  return answer;
}

/** What a member said, as columns: of the probabilities of two classes the second says all. */
function blockOf(name: string, answer: Tensor, classes: number): Tensor<[number, number]> {
  if (answer.rank === 1) return joinColumns(name, [answer.reshape([-1, 1])], answer.size);
  const columns = answer.shape[1] as number;
  if (classes !== 2 || columns !== 2) return joinColumns(name, [answer], answer.shape[0] as number);
  const list = toTypedArray(answer);
  return matrix(
    Float64Array.from({ length: list.length / 2 }, (_, i) => list[2 * i + 1]),
    list.length / 2,
    1,
  );
}

/** What the final estimator is given of X. */
export function stackedColumns(
  name: string,
  { fitted, methods }: Stacked,
  X: Samples,
  { classes, passthrough }: { readonly classes: number; readonly passthrough: boolean },
): Tensor<[number, number]> {
  return tidy(() => {
    const blocks = fitted.map((estimator, m) => blockOf(name, said(estimator, methods[m], X), classes));
    return joinColumns(name, [...blocks, ...(passthrough ? [X] : [])], sampleCount(name, X));
  });
}

/** Names of the columns that the final estimator is given. */
export function stackedNames(
  owner: string,
  { widths }: Stacked,
  { estimators, passthrough }: StackingParams,
  inputNames: readonly string[],
): string[] {
  const stem = owner.toLowerCase();
  const active = estimators.filter(([, estimator]) => isEstimator(estimator));
  const names = active.flatMap(([own], m) =>
    widths[m] === 1 ? [`${stem}_${own}`] : Array.from({ length: widths[m] }, (_, k) => `${stem}_${own}${k}`),
  );
  return passthrough ? [...names, ...inputNames] : names;
}

/** What stacking learned, from a file. @throws {PersistenceError} */
export function readStacked(read: StateReader, members: NamedMembers): Stacked {
  const fitted = readMembers(read, members);
  const known: readonly unknown[] = ['predictProba', 'decisionFunction', 'predict'];
  const methods = read.list('methods', fitted.length);
  read.require(
    methods.every((method, m) => known.includes(method) && hasMethod(fitted[m], method as string)),
    'asks members for what they do not know',
  );
  const widths = read.list('widths', fitted.length);
  read.require(
    widths.every((width) => Number.isSafeInteger(width) && Number(width) > 0),
    'has odd widths',
  );
  const final = read.estimator('final');
  read.require(final.isFitted, 'has no fitted final estimator');
  return { fitted, methods: methods as StackMethod[], widths: widths as number[], final };
}

// f(x) = Σ dual·k(x, v) + intercept: what regression and novelty detection learn.
import type { Tensor } from '@ml/tensor';
import { ParameterError } from '../base/parameter-error.ts';
import { matrix } from '../base/values.ts';
import { multiply } from '../linalg/multiply.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { range } from './range.ts';
import {
  type Question,
  readSupportMachine,
  type SupportMachine,
  sumKernels,
  supportMachine,
  type Training,
} from './support-machine.ts';

export interface KernelSum {
  readonly machine: SupportMachine;
  /** Coefficient of each support vector. */
  readonly dual: Float64Array;
  readonly intercept: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** @param coefs of the samples on the list */
export function kernelSum(
  trained: Training,
  { samples, coefs }: { readonly samples: Int32Array; readonly coefs: Float64Array },
  solved: Omit<KernelSum, 'machine' | 'dual'>,
): KernelSum {
  const used = range(samples.length).filter((place) => coefs[place] !== 0);
  const support = used.map((place) => samples[place]);
  const dual = Float64Array.from(used, (place) => coefs[place]);
  return { machine: supportMachine(trained, support), dual, ...solved };
}

/** f of every sample. @shape X [N, F] → [N] */
export function evaluateKernelSum(question: Question, { machine, dual, intercept }: KernelSum): Float64Array {
  return sumKernels(question, machine, { coefs: dual, intercepts: Float64Array.of(intercept) });
}

/** Weights of the features. @shape → [1, F] @throws {ParameterError} when the kernel is not linear */
export function linearCoef(
  estimator: string,
  { machine, dual }: KernelSum,
  features: number,
): Tensor<[number, number]> {
  if (machine.kernel?.name !== 'linear')
    throw new ParameterError(`${estimator}: coef_ is there for the linear kernel only`);
  const size = [1, dual.length, features] as const;
  return matrix(
    dual.length === 0 ? new Float64Array(features) : multiply(dual, machine.vectors, { size }),
    1,
    features,
  );
}

/** The support vectors; none where the kernel is no function of features. @shape → [support, F] */
export function vectorsOf({ machine }: KernelSum, features: number): Tensor<[number, number]> {
  return machine.kernel === null ? matrix([], 0, 0) : matrix(machine.vectors, machine.support.length, features);
}

export function readKernelSum(read: StateReader, columns: number, isFunction: boolean): KernelSum {
  const machine = readSupportMachine(read.object('machine'), columns, isFunction);
  return {
    machine,
    dual: read.float64('dual', machine.support.length),
    intercept: read.number('intercept'),
    iterations: read.integer('iterations'),
    converged: read.boolean('converged'),
  };
}

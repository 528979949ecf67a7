// What machines of every two classes learn together: support vectors, each once, with a coefficient for every other class.
import type { Label } from '../base/labels.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { forPairs } from './class-pairs.ts';
import { joined, type PairDecision } from './held-out-sigmoid.ts';
import type { PlattSigmoid } from './platt-scaling.ts';
import { readSupportMachine, type SupportMachine, supportMachine, type Training } from './support-machine.ts';

/** What the quadratic programme of two classes gives. */
export interface PairSolution extends PairDecision {
  readonly iterations: number;
  readonly converged: boolean;
}

export type FittedPair = PairSolution & { readonly platt: PlattSigmoid | null };

interface PairState {
  /** Decision value is Σ coef·k + intercept, > 0 on the side of the class with the smaller index. */
  readonly intercept: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly platt: PlattSigmoid | null;
}

export interface OneVsOneState<L extends Label> {
  readonly classes: readonly L[];
  readonly machine: SupportMachine;
  /** Number of support vectors of each class; they are sorted by class. */
  readonly counts: Int32Array;
  /** [K − 1, support]: of a vector of class c, coefficients against the other classes in order. */
  readonly dual: Float64Array;
  /** Of classes (0, 1), (0, 2), …, (1, 2), … */
  readonly pairs: readonly PairState[];
  readonly classWeights: Float64Array;
}

/** Support vectors of all machines, each once, and the table of their coefficients. */
export function joinPairs(
  trained: Training,
  members: readonly Int32Array[],
  solutions: readonly FittedPair[],
): Omit<OneVsOneState<Label>, 'classes' | 'classWeights'> {
  const K = members.length;
  const n = trained.X.shape[0] as number;
  const full = Array.from({ length: K - 1 }, () => new Float64Array(n));
  forPairs(K, (i, j, pair) => {
    const { beta } = solutions[pair];
    members[i].forEach((sample, at) => {
      full[j - 1][sample] = beta[at];
    });
    members[j].forEach((sample, at) => {
      full[i][sample] = beta[members[i].length + at];
    });
  });
  const supportOf = members.map((list) => list.filter((sample) => full.some((row) => row[sample] !== 0)));
  const support = joined(...supportOf);
  const dual = new Float64Array((K - 1) * support.length);
  full.forEach((row, at) => {
    support.forEach((sample, i) => {
      dual[at * support.length + i] = row[sample];
    });
  });
  return {
    machine: supportMachine(trained, support),
    counts: Int32Array.from(supportOf, (list) => list.length),
    dual,
    pairs: solutions.map(({ level, iterations, converged, platt }) => ({
      intercept: -level,
      iterations,
      converged,
      platt,
    })),
  };
}

/** Coefficients of every support vector in every pair; 0 where it belongs to neither class. @shape → [support, pairs] */
export function pairCoefs({ classes, counts, dual, machine, pairs }: OneVsOneState<Label>): Float64Array {
  const support = machine.support.length;
  const coefs = new Float64Array(support * pairs.length);
  const starts = startsOf(counts);
  forPairs(classes.length, (i, j, pair) => {
    for (let s = starts[i]; s < starts[i + 1]; s++) coefs[s * pairs.length + pair] = dual[(j - 1) * support + s];
    for (let s = starts[j]; s < starts[j + 1]; s++) coefs[s * pairs.length + pair] = dual[i * support + s];
  });
  return coefs;
}

function startsOf(counts: Int32Array): Int32Array {
  const starts = new Int32Array(counts.length + 1);
  counts.forEach((count, i) => {
    starts[i + 1] = starts[i] + count;
  });
  return starts;
}

/** @throws {PersistenceError} when numbers of vectors, classes and pairs do not agree */
export function readOneVsOne<L extends Label>(
  read: StateReader,
  columns: number,
  isFunction: boolean,
): OneVsOneState<L> {
  const classes = read.classes<L>();
  const K = classes.length;
  read.require(K >= 2, 'has fewer than two classes');
  const machine = readSupportMachine(read.object('machine'), columns, isFunction);
  const counts = read.int32('counts', K);
  const total = counts.reduce((sum, count) => sum + count, 0);
  read.require(total === machine.support.length, `counts ${total} support vectors of ${machine.support.length}`);
  const pairs = read.objects('pairs', (K * (K - 1)) / 2).map((pair) => ({
    intercept: pair.number('intercept'),
    iterations: pair.integer('iterations'),
    converged: pair.boolean('converged'),
    platt: pair.raw('platt') === null ? null : readPlatt(pair.object('platt')),
  }));
  const dual = read.float64('dual', (K - 1) * total);
  return { classes, machine, counts, dual, pairs, classWeights: read.float64('classWeights', K) };
}

function readPlatt(read: StateReader): PlattSigmoid {
  return { a: read.number('a'), b: read.number('b') };
}

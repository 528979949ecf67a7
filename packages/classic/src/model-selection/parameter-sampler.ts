import { ParameterError, requireCount } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { type Distribution, drawFrom, isDistribution } from './distributions.ts';
import { type Candidate, ParameterGrid, type ParameterLists } from './parameter-grid.ts';

/** For each parameter a list of values or a distribution; of several such, each draw chooses one. */
export type ParameterDistributions = Readonly<Record<string, readonly unknown[] | Distribution>>;

export interface ParameterSamplerOptions {
  /** How many to draw. */
  readonly nIter: number;
  readonly randomState?: RandomState | undefined;
}

/**
 * Parameters drawn at random: where all have lists, combinations without repetition (fewer, if there are fewer), otherwise each anew.
 *
 * @throws {ParameterError} when a parameter has neither a list nor a distribution
 * @reference the rules of sklearn.model_selection.ParameterSampler
 * @example
 * [...new ParameterSampler({ C: [1, 10] }, { nIter: 5, randomState: 0 })].length // => 2
 */
export class ParameterSampler implements Iterable<Candidate> {
  readonly #choices: readonly ParameterDistributions[];
  readonly #options: ParameterSamplerOptions;

  constructor(
    distributions: ParameterDistributions | readonly ParameterDistributions[],
    options: ParameterSamplerOptions,
  ) {
    requireCount('ParameterSampler', 'nIter', options.nIter);
    this.#choices = Array.isArray(distributions) ? distributions : [distributions as ParameterDistributions];
    for (const choice of this.#choices)
      for (const [name, from] of Object.entries(choice)) {
        if (isDistribution(from) || (Array.isArray(from) && from.length > 0)) continue;
        throw new ParameterError(`ParameterSampler: '${name}' must be a list of values or a distribution`);
      }
    this.#options = options;
  }

  *[Symbol.iterator](): Generator<Candidate> {
    const { nIter, randomState = null } = this.#options;
    const rng = generatorOf('ParameterSampler', randomState);
    const choices = this.#choices;
    if (choices.every((choice) => !Object.values(choice).some(isDistribution))) {
      const grid = new ParameterGrid(choices as readonly ParameterLists[]);
      const count = Math.min(nIter, grid.length);
      for (const index of rng.choice(grid.length, count, { replace: false })) yield grid.at(index);
      return;
    }
    for (let i = 0; i < nIter; i++) {
      const choice = choices[rng.integers(choices.length)];
      const names = Object.keys(choice).sort();
      yield Object.fromEntries(
        names.map((name) => {
          const from = choice[name];
          return [name, isDistribution(from) ? drawFrom(from, rng) : from[rng.integers(from.length)]];
        }),
      );
    }
  }
}

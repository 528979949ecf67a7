import { ParameterError } from '../base/parameter-error.ts';

/** Values to try of each parameter; several such grids are tried one after the other. */
export type ParameterLists = Readonly<Record<string, readonly unknown[]>>;

/** Parameters by name, as `setParams` takes them. */
export type Candidate = Readonly<Record<string, unknown>>;

/**
 * Every combination of the values of parameters.
 *
 * Names are taken in ascending order, the last one changing fastest.
 *
 * @throws {ParameterError} when a parameter has no list of values, or an empty one
 * @reference the order of sklearn.model_selection.ParameterGrid
 * @example
 * [...new ParameterGrid({ b: ['x'], a: [1, 2] })] // => [{ a: 1, b: 'x' }, { a: 2, b: 'x' }]
 */
export class ParameterGrid implements Iterable<Candidate> {
  readonly #grids: readonly ParameterLists[];

  constructor(grid: ParameterLists | readonly ParameterLists[]) {
    this.#grids = Array.isArray(grid) ? grid : [grid as ParameterLists];
    for (const lists of this.#grids)
      for (const [name, list] of Object.entries(lists))
        if (!Array.isArray(list) || list.length === 0)
          throw new ParameterError(`ParameterGrid: '${name}' must be a list of values to try`);
  }

  /** How many combinations there are. */
  get length(): number {
    return this.#grids.reduce((sum, grid) => sum + sizeOf(grid), 0);
  }

  /** The i-th combination, 0 … length − 1. */
  at(index: number): Candidate {
    let rest = index;
    for (const grid of this.#grids) {
      const size = sizeOf(grid);
      if (rest < size) return combination(grid, rest);
      rest -= size;
    }
    throw new RangeError(`ParameterGrid: there is no combination ${index}, there are ${this.length}`);
  }

  *[Symbol.iterator](): Generator<Candidate> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }
}

function sizeOf(grid: ParameterLists): number {
  return Object.values(grid).reduce((product, list) => product * list.length, 1);
}

/** The digits of `index`, the last name's the lowest. */
function combination(grid: ParameterLists, index: number): Candidate {
  const names = Object.keys(grid).sort();
  const chosen: [string, unknown][] = [];
  let rest = index;
  for (const name of [...names].reverse()) {
    chosen.unshift([name, grid[name][rest % grid[name].length]]);
    rest = Math.floor(rest / grid[name].length);
  }
  return Object.fromEntries(chosen);
}

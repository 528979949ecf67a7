import { noGrad, Parameter } from '@ml/autograd';
import { copy, full, heapView, isFloat, keep, type Tensor, tidy } from '@ml/tensor';
import type { Module } from '../module.ts';
import { overwrite } from '../overwrite.ts';
import { checkState, type StateDict } from '../state-dict.ts';

export interface AveragedModelOptions {
  /** Weight of the newest values, given how many were averaged before; default 1/(n + 1): all count alike. */
  readonly share?: (averaged: number) => number;
  /** Average floating buffers (running statistics) too; default false: they are those of the newest model. */
  readonly useBuffers?: boolean;
}

/**
 * The average of a model's weights along a training run: a ← a + share·(w − a) at every `update`, the first time a ← w.
 *
 * It holds tensors, no module: `applyTo` writes them into one, `swapWith` exchanges them, for an evaluation in between.
 *
 * @reference Izmailov et al., arXiv:1803.05407; torch.optim.swa_utils.AveragedModel
 * @example
 * const model = new Linear(1, 1, { bias: false });
 * const average = new AveragedModel(model);
 * for (const w of [1, 2, 6]) {
 *   model.loadStateDict({ weight: tensor([[w]]) });
 *   average.update(model);
 * }
 * average.applyTo(model);
 * model.weight.toArray() // => [[3]]
 */
export class AveragedModel {
  readonly #averages = new Map<string, Tensor>();
  readonly #share: (averaged: number) => number;
  readonly #useBuffers: boolean;
  #averaged = 0;

  /** @param model whose values it starts as */
  constructor(
    model: Module,
    { share = (averaged) => 1 / (averaged + 1), useBuffers = false }: AveragedModelOptions = {},
  ) {
    this.#share = share;
    this.#useBuffers = useBuffers;
    const copies = new Map<Tensor, Tensor>(); // names of tied weights have one average
    for (const [name, values] of Object.entries(model.stateDict())) {
      const average = copies.get(values) ?? keep(noGrad(() => copy(values)));
      copies.set(values, average);
      this.#averages.set(name, average);
    }
  }

  /** How many times it was updated. */
  get averaged(): number {
    return this.#averaged;
  }

  /**
   * Takes the model's values into the average.
   *
   * @throws {StateDictError} when it is a model of other names or shapes
   */
  update(model: Module): void {
    const share = this.#share(this.#averaged);
    for (const [average, values] of this.#pairs(model, 'update')) {
      const learned: boolean = values instanceof Parameter; // kept apart: it would narrow the type
      const blends = learned || (this.#useBuffers && isFloat(values.dtype));
      if (this.#averaged > 0 && blends && average.dtype === values.dtype) blend(average, values, share);
      else overwrite(average, values);
    }
    this.#averaged++;
  }

  /** Writes the average into a model: for good, or for a copy that is to be evaluated. */
  applyTo(model: Module): void {
    for (const [average, values] of this.#pairs(model, 'applyTo')) overwrite(values, average);
  }

  /** Exchanges the average and the model's values; doing it again takes that back. */
  swapWith(model: Module): void {
    for (const [average, values] of this.#pairs(model, 'swapWith')) {
      tidy(() => {
        const before = noGrad(() => copy(average));
        overwrite(average, values);
        overwrite(values, before);
      });
    }
  }

  /** Averages with the values they belong to, tied ones once. */
  #pairs(model: Module, what: string): Map<Tensor, Tensor> {
    const state = model.stateDict();
    checkState(`${this.constructor.name}.${what}`, this.#wanted(), state, true);
    return new Map([...this.#averages].map(([name, average]) => [average, state[name]]));
  }

  #wanted(prefix = ''): Map<string, Tensor['shape']> {
    return new Map([...this.#averages].map(([name, { shape }]) => [`${prefix}${name}`, shape]));
  }

  /** `n_averaged`, and the averages as `module.…`, its own tensors. */
  stateDict(): StateDict {
    const state: Record<string, Tensor> = { n_averaged: full([], this.#averaged, { dtype: 'int32' }) };
    for (const [name, average] of this.#averages) state[`module.${name}`] = average;
    return state;
  }

  /** @throws {StateDictError} when names or shapes differ; nothing changes then */
  loadStateDict(state: StateDict): void {
    const wanted = this.#wanted('module.').set('n_averaged', []);
    checkState(`${this.constructor.name}.loadStateDict`, wanted, state, true);
    for (const [name, average] of this.#averages) overwrite(average, state[`module.${name}`]);
    this.#averaged = state.n_averaged.item();
  }

  /** Frees the averages. */
  dispose(): void {
    for (const average of this.#averages.values()) if (!average.isDisposed) average.dispose();
    this.#averages.clear();
  }
}

/** a ← a + share·(w − a) */
function blend(average: Tensor, values: Tensor, share: number): void {
  const [a, w] = [heapView(average), heapView(values)];
  for (let i = 0; i < a.length; i++) a[i] += share * (w[i] - a[i]);
  average.storage.version++;
}

import type { Parameter } from '@ml/autograd';
import { full, keep, type Shape, type Tensor } from '@ml/tensor';
import { overwrite } from '../overwrite.ts';
import { checkState, type StateDict } from '../state-dict.ts';

/** What every optimizer has. */
export interface LearningRate {
  /** Learning rate. */
  lr: number;
  /** Go uphill: every gradient changes its sign first. */
  maximize?: boolean;
}

/**
 * The tensors that belong to a parameter once it has taken a step, under torch's names: the number they are full of before it.
 * They have the parameter's shape and type, or are one float64 where it says `scalar`.
 */
export type Slots = Readonly<Record<string, number | { readonly scalar: number }>>;

/** Parameters that share options; options left out are the optimizer's own. */
export type GroupOptions<O> = { readonly parameters: readonly Parameter[] } & {
  readonly [K in keyof O]?: O[K] | undefined;
};

/** A group with all its options, which may be changed between steps. */
export type ParameterGroup<O> = { readonly parameters: readonly Parameter[] } & O;

/** Parameters, all alike or in groups with options of their own. */
export type OptimizerParameters<O> = readonly Parameter[] | readonly GroupOptions<O>[];

export interface StepOptions {
  /** Factor applied to every gradient first, as `clipScale` gives; default 1. */
  readonly gradScale?: number;
}

/** A parameter that is to be updated. */
export interface DueParameter {
  readonly parameter: Parameter;
  readonly gradient: Tensor;
}

/** Everything an optimizer remembers: plain data, and tensors by name. */
export interface OptimizerState {
  readonly kind: string;
  /** Options of each group, and which parameters it has, counted over all groups. */
  readonly groups: readonly {
    readonly options: Readonly<Record<string, number | boolean | string | null>>;
    readonly parameters: readonly number[];
  }[];
  /** How many steps each parameter has taken. */
  readonly steps: readonly number[];
  /** Named `<parameter>.<what>`, as `0.exp_avg`. */
  readonly tensors: StateDict;
}

/** What checkpoints need of an optimizer. */
export interface SavesOptimizerState {
  stateDict(): OptimizerState;
  loadStateDict(state: OptimizerState): void;
}

/** A saved optimizer state does not fit this optimizer. */
export class OptimizerStateError extends Error {
  override readonly name = 'OptimizerStateError';
}

/**
 * The base of optimizers: groups of parameters with options, and per parameter a step count and tensors of its shape.
 * Parameters without a gradient are passed over, and their steps not counted, as in PyTorch.
 */
export abstract class Optimizer<O extends LearningRate = LearningRate> implements SavesOptimizerState {
  /** The name of the algorithm, in messages and saved states. */
  readonly kind: string;
  readonly groups: readonly ParameterGroup<O>[];
  readonly #slots = new Map<Parameter, Record<string, Tensor>>();
  readonly #steps = new Map<Parameter, number>();

  protected constructor(kind: string, parameters: OptimizerParameters<O>, defaults: O) {
    this.kind = kind;
    const given = isFlat(parameters) ? [{ parameters }] : (parameters as readonly GroupOptions<O>[]);
    this.groups = given.map((group) => {
      const own = Object.entries(group).filter(([, value]) => value !== undefined);
      return { ...defaults, ...Object.fromEntries(own), parameters: [...group.parameters] } as ParameterGroup<O>;
    });
    const all = this.parameters();
    if (all.length === 0) throw new RangeError(`${this.kind}: there are no parameters to optimize`);
    if (new Set(all).size < all.length)
      throw new RangeError(`${this.kind}: a parameter appears in more than one place`);
    for (const group of this.groups) this.check(group);
  }

  /** Refuses options that make no sense. */
  protected abstract check(options: O): void;

  /**
   * Updates parameters of one group in place that all take the same step; `step` counts from 1. They come together so that one
   * kernel can do them all; an algorithm without one loops over them.
   */
  protected abstract update(due: readonly DueParameter[], options: O, step: number, gradScale: number): void;

  /** What a parameter has once it has taken a step. */
  protected abstract slots(options: O): Slots;

  parameters(): Parameter[] {
    return this.groups.flatMap((group) => group.parameters);
  }

  /** One update of every parameter that has a gradient. */
  step({ gradScale = 1 }: StepOptions = {}): void {
    for (const group of this.groups) {
      const scale = group.maximize === true ? -gradScale : gradScale;
      for (const [step, due] of this.#dueBySteps(group.parameters)) {
        this.update(due, group, step, scale);
        for (const { parameter } of due) this.#steps.set(parameter, step);
      }
    }
  }

  /** The parameters that have a gradient, by the number of the step they take: one that had none earlier lags behind. */
  #dueBySteps(parameters: readonly Parameter[]): Map<number, DueParameter[]> {
    const all = new Map<number, DueParameter[]>();
    for (const parameter of parameters) {
      if (parameter.grad === null || !parameter.requiresGrad) continue;
      const step = (this.#steps.get(parameter) ?? 0) + 1;
      const due = all.get(step);
      if (due === undefined) all.set(step, [{ parameter, gradient: parameter.grad }]);
      else due.push({ parameter, gradient: parameter.grad });
    }
    return all;
  }

  /** Frees all gradients. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.zeroGrad();
  }

  /** Gives every group this learning rate, as schedules do. */
  setLearningRate(lr: number): void {
    for (const group of this.groups) group.lr = lr;
  }

  /** The tensors that belong to a parameter, by name. They live as long as the optimizer. */
  protected state(parameter: Parameter, options: O): Readonly<Record<string, Tensor>> {
    const state = this.#slots.get(parameter) ?? {};
    this.#slots.set(parameter, state);
    for (const [name, start] of Object.entries(this.slots(options))) {
      state[name] ??= keep(
        typeof start === 'number'
          ? full(parameter.shape, start, { dtype: parameter.dtype })
          : full([], start.scalar, { dtype: 'float64' }),
      );
    }
    return state;
  }

  /** Whether the parameter has a tensor of this name already. */
  protected hasSlot(parameter: Parameter, name: string): boolean {
    return Object.hasOwn(this.#slots.get(parameter) ?? {}, name);
  }

  /** Frees the tensors it remembers. The garbage collector does it as well, later. */
  dispose(): void {
    for (const slots of this.#slots.values()) for (const values of Object.values(slots)) values.dispose();
    this.#slots.clear();
    this.#steps.clear();
  }

  /** The state, with its own tensors, not copies. */
  stateDict(): OptimizerState {
    const all = this.parameters();
    const tensors: Record<string, Tensor> = {};
    for (const [i, parameter] of all.entries()) {
      for (const [name, values] of Object.entries(this.#slots.get(parameter) ?? {})) tensors[`${i}.${name}`] = values;
    }
    const groups = this.groups.map(({ parameters, ...options }) => ({
      options: options as unknown as Record<string, number | boolean | string | null>,
      parameters: parameters.map((parameter) => all.indexOf(parameter)),
    }));
    return { kind: this.kind, groups, steps: all.map((parameter) => this.#steps.get(parameter) ?? 0), tensors };
  }

  /**
   * Takes over a saved state: options, step counts and tensors (copied). Nothing changes unless all of it fits.
   *
   * @throws {OptimizerStateError} when it was saved by another kind of optimizer or with other groups
   * @throws {StateDictError} when tensors are missing, unexpected or misshapen
   */
  loadStateDict(state: OptimizerState): void {
    const what = `${this.kind}.loadStateDict`;
    this.#checkGroups(what, state);
    const groups = this.groups.map((group, i) => ({ ...group, ...knownOptions(group, state.groups[i].options) }));
    for (const group of groups) this.check(group);
    const wanted = new Map<string, Shape>();
    const copies: (() => void)[] = [];
    let i = 0;
    for (const group of groups) {
      for (const parameter of group.parameters) {
        for (const [name, start] of state.steps[i] === 0 ? [] : Object.entries(this.slots(group))) {
          const key = `${i}.${name}`;
          wanted.set(key, typeof start === 'number' ? parameter.shape : []);
          copies.push(() => overwrite(this.state(parameter, group)[name], state.tensors[key]));
        }
        i++;
      }
    }
    checkState(what, wanted, state.tensors, true);
    this.dispose();
    for (const copy of copies) copy();
    for (const [g, group] of groups.entries()) Object.assign(this.groups[g], group);
    for (const [p, parameter] of this.parameters().entries()) this.#steps.set(parameter, state.steps[p]);
  }

  #checkGroups(what: string, { kind, groups, steps }: OptimizerState): void {
    if (kind !== this.kind) throw new OptimizerStateError(`${what}: the state is of ${kind}`);
    const sizes = (list: readonly { readonly parameters: readonly unknown[] }[]) =>
      list.map((group) => group.parameters.length).join(' + ');
    if (sizes(groups) !== sizes(this.groups)) {
      throw new OptimizerStateError(
        `${what}: the state has ${sizes(groups)} parameters by group, this optimizer ${sizes(this.groups)}`,
      );
    }
    if (steps.length !== this.parameters().length || !steps.every((step) => Number.isSafeInteger(step) && step >= 0)) {
      throw new OptimizerStateError(
        `${what}: steps must be one count ≥ 0 for each of ${this.parameters().length} parameters`,
      );
    }
  }
}

/** @internal Options this kind of optimizer has, of the type it has: a file may not add fields. */
export function knownOptions<O extends object>(group: O, options: Readonly<Record<string, unknown>>): Partial<O> {
  const known = Object.entries(options).filter(
    ([name, value]) =>
      name !== 'parameters' && Object.hasOwn(group, name) && typeof value === typeof group[name as keyof O],
  );
  return Object.fromEntries(known) as Partial<O>;
}

function isFlat<O>(parameters: OptimizerParameters<O>): parameters is readonly Parameter[] {
  return parameters.length > 0 && 'shape' in parameters[0];
}

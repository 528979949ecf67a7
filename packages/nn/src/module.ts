import type { Parameter } from '@ml/autograd';
import type { BufferTensor } from './buffer.ts';
import { type ModuleFields, sortFields } from './module-fields.ts';
import { overwrite } from './overwrite.ts';
import { checkState, type StateDict, type StateDictDifference } from './state-dict.ts';

export interface LoadStateDictOptions {
  /** Whether missing and unexpected names are errors; default true. Wrong shapes always are. */
  readonly strict?: boolean;
}

/**
 * The base of layers and models: plain typed data. Fields that are parameters, buffers (`buffer(x)`), modules, or arrays
 * and plain objects of them make up its state; nothing is registered, everything else is ignored.
 *
 * Names are the fields' paths, as in PyTorch: `h.0.attn.weight`.
 *
 * @example
 * class Scale extends Module {
 *   readonly factor = parameter(tensor([2, 3]));
 *   forward(x: Tensor): Tensor {
 *     return mul(x, this.factor);
 *   }
 * }
 * new Scale().namedParameters().map(([name]) => name) // => ['factor']
 */
export abstract class Module {
  /** Whether layers that behave differently while learning (dropout) do so; set by `train` and `eval`. */
  training = true;

  /** What the walk looks at; containers override it to name their items as PyTorch does. */
  protected fields(): Iterable<readonly [string, unknown]> {
    return Object.entries(this);
  }

  #own(): ModuleFields<Module> {
    return sortFields(this.fields(), isModule);
  }

  /** Calls `visit` with this module, named '', and those below it, each once, parents first. */
  #walk(visit: (path: string, module: Module, own: ModuleFields<Module>) => void): void {
    const seen = new Set<Module>();
    const enter = (path: string, module: Module): void => {
      if (seen.has(module)) return;
      seen.add(module);
      const own = module.#own();
      visit(path, module, own);
      for (const [name, below] of own.modules) enter(join(path, name), below);
    };
    enter('', this);
  }

  /** This module, named '', and those below it, each once, parents first. */
  namedModules(): [name: string, module: Module][] {
    const found: [string, Module][] = [];
    this.#walk((path, module) => found.push([path, module]));
    return found;
  }

  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** The modules directly below. */
  namedChildren(): [name: string, module: Module][] {
    return this.#own().modules;
  }

  children(): Module[] {
    return this.namedChildren().map(([, module]) => module);
  }

  /** Every parameter once, under the first of its names: tied weights count once. */
  namedParameters(): [name: string, parameter: Parameter][] {
    return this.#collect((fields) => fields.parameters);
  }

  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** Every buffer once, saved or not. */
  namedBuffers(): [name: string, buffer: BufferTensor][] {
    return this.#collect((fields) => fields.buffers);
  }

  #collect<T>(pick: (fields: ModuleFields<Module>) => readonly (readonly [string, T])[]): [string, T][] {
    const found: [string, T][] = [];
    const seen = new Set<T>();
    this.#walk((path, _, own) => {
      for (const [name, value] of pick(own)) {
        if (seen.has(value)) continue;
        seen.add(value);
        found.push([join(path, name), value]);
      }
    });
    return found;
  }

  /**
   * Parameters and saved buffers by name, every name of tied ones included. The tensors are the module's own, not copies.
   *
   * @reference torch.nn.Module.state_dict: the same names in the same order
   */
  stateDict(): StateDict {
    const state: Record<string, Parameter | BufferTensor> = Object.create(null);
    const visit = (path: string, module: Module, above: readonly Module[]): void => {
      if (above.includes(module)) return;
      const { parameters, buffers, modules } = module.#own();
      for (const [name, parameter] of parameters) state[join(path, name)] = parameter;
      for (const [name, values] of buffers) if (values.persistent) state[join(path, name)] = values;
      for (const [name, below] of modules) visit(join(path, name), below, [...above, module]);
    };
    visit('', this, []);
    return state;
  }

  /**
   * Copies a state into the parameters and buffers, in place and converted to their types; nothing is written unless all fits.
   *
   * @throws {StateDictError} listing every missing, unexpected and misshapen name
   */
  loadStateDict(state: StateDict, { strict = true }: LoadStateDictOptions = {}): StateDictDifference {
    const own = this.stateDict();
    const wanted = new Map(Object.entries(own).map(([name, { shape }]) => [name, shape]));
    const difference = checkState(`${this.constructor.name}.loadStateDict`, wanted, state, strict);
    for (const name of wanted.keys()) if (Object.hasOwn(state, name)) overwrite(own[name], state[name]);
    return difference;
  }

  /** Puts this module and those below it into training mode, or out of it. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Training mode off: dropout passes everything through. */
  eval(): this {
    return this.train(false);
  }

  /** Frees the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.zeroGrad();
  }

  /** Number of learned numbers, tied ones once. */
  parameterCount(): number {
    return this.parameters().reduce((count, parameter) => count + parameter.size, 0);
  }

  /** Calls `fn` with every module below, children before parents and in order, and then with this one; each once. */
  apply(fn: (module: Module) => void): this {
    const seen = new Set<Module>();
    const visit = (module: Module): void => {
      if (seen.has(module)) return;
      seen.add(module);
      for (const child of module.children()) visit(child);
      fn(module);
    };
    visit(this);
    return this;
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isModule(value: object): value is Module {
  return value instanceof Module;
}

import { Module } from '../../module.ts';

/**
 * Modules by name that are called by hand. A plain object in a field does the same; this is for those who look for it.
 *
 * @reference torch.nn.ModuleDict
 * @example
 * const heads = new ModuleDict({ digit: new Linear(4, 10), parity: new Linear(4, 2) });
 * heads.get('parity')?.outFeatures // => 2
 * Object.keys(heads.stateDict()) // => ['digit.weight', 'digit.bias', 'parity.weight', 'parity.bias']
 */
export class ModuleDict<M extends Module = Module> extends Module implements Iterable<[string, M]> {
  readonly items: Map<string, M>;

  constructor(items: Readonly<Record<string, M>> = {}) {
    super();
    this.items = new Map(Object.entries(items));
  }

  protected override fields(): Iterable<readonly [string, unknown]> {
    return this.items;
  }

  get(name: string): M | undefined {
    return this.items.get(name);
  }

  set(name: string, module: M): this {
    this.items.set(name, module);
    return this;
  }

  [Symbol.iterator](): Iterator<[string, M]> {
    return this.items[Symbol.iterator]();
  }
}

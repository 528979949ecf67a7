import { Module } from '../../module.ts';

/**
 * Modules in a row that are called by hand. A plain array in a field does the same; this is for those who look for it.
 *
 * @reference torch.nn.ModuleList
 * @example
 * const list = new ModuleList([new Linear(2, 3), new Linear(3, 1)]);
 * list.at(-1)?.outFeatures // => 1
 * Object.keys(list.stateDict()) // => ['0.weight', '0.bias', '1.weight', '1.bias']
 */
export class ModuleList<M extends Module = Module> extends Module implements Iterable<M> {
  readonly items: M[];

  constructor(items: Iterable<M> = []) {
    super();
    this.items = [...items];
  }

  protected override fields(): Iterable<readonly [string, unknown]> {
    return Object.entries(this.items);
  }

  get length(): number {
    return this.items.length;
  }

  /** The module at a position, counted from the end where negative. */
  at(index: number): M | undefined {
    return this.items.at(index);
  }

  push(...items: M[]): this {
    this.items.push(...items);
    return this;
  }

  [Symbol.iterator](): Iterator<M> {
    return this.items[Symbol.iterator]();
  }
}

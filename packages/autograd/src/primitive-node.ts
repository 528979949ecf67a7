import type { DType, Shape, Tensor } from '@ml/tensor';
import { Edge, Node } from './node.ts';
import type { AnyRule } from './rule.ts';
import { Saved } from './saved.ts';
import { alias } from './trace.ts';

/** A recorded call of a primitive: the values its rule saves, and facts about its operands. */
export class PrimitiveNode extends Node {
  readonly #rule: AnyRule;
  readonly #params: unknown;
  readonly #shapes: readonly Shape[];
  readonly #dtypes: readonly DType[];
  readonly #inputs: readonly (Saved | null)[];
  readonly #outputs: readonly (Saved | null)[];

  constructor(
    name: string,
    rule: AnyRule,
    params: unknown,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
    parents: readonly (Edge | null)[],
  ) {
    super(name, parents, outputs.length);
    const { saves, keeps } = rule;
    const needs = parents.map((parent) => parent !== null);
    const keepInputs = keeps.inputs?.(needs);
    this.#rule = rule;
    this.#params = params;
    this.#shapes = inputs.map((x) => x.shape);
    this.#dtypes = inputs.map((x) => x.dtype);
    this.#inputs = saves === 'inputs' || saves === 'both' ? inputs.map((x, i) => save(x, keepInputs?.[i])) : [];
    this.#outputs = saves === 'output' || saves === 'both' ? outputs.map((y, i) => save(y, keeps.outputs?.[i])) : [];
  }

  protected override pull(
    dOutputs: readonly (Tensor | null)[],
    needs: readonly boolean[],
    record: boolean,
  ): readonly (Tensor | null)[] {
    return this.#rule.vjp(
      {
        params: this.#params,
        shapes: this.#shapes,
        dtypes: this.#dtypes,
        needs,
        record,
        inputs: this.#inputs.map((saved, i) => this.#read(saved, record ? this.parents[i] : null)),
        outputs: this.#outputs.map((saved, i) => this.#read(saved, record ? new Edge(this, i) : null)),
      },
      dOutputs,
    );
  }

  /** A saved value; where the rule will be differentiated, with its place in the graph. */
  #read(saved: Saved | null, edge: Edge | null): Tensor {
    // A rule never looks at what its `keeps` left out; the hole is there to be noticed if one does.
    if (saved === null) return undefined as unknown as Tensor;
    const value = saved.read(this.name);
    return edge === null ? value : alias(value, edge);
  }

  protected override drop(): void {
    for (const saved of this.#inputs) saved?.drop();
    for (const saved of this.#outputs) saved?.drop();
  }
}

function save(x: Tensor, keep = true): Saved | null {
  return keep ? new Saved(x) : null;
}

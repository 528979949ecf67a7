import type { Tensor, Tracer } from '@ml/tensor';
import { Edge, Node } from './node.ts';
import type { Parameter } from './parameter.ts';

/** Where the gradient of a parameter arrives. Holds it weakly: a graph does not keep a dropped parameter alive. */
export class Leaf extends Node {
  readonly #parameter: WeakRef<Parameter>;

  constructor(parameter: Parameter) {
    super('parameter', []);
    this.#parameter = new WeakRef(parameter);
  }

  /** The parameter, while it exists and has not been frozen since. */
  get parameter(): Parameter | null {
    const parameter = this.#parameter.deref();
    return parameter !== undefined && !parameter.isDisposed && isLeafOf(this, parameter.tracer) ? parameter : null;
  }

  protected override pull(): readonly Tensor[] {
    return [];
  }

  protected override drop(): void {}
}

function isLeafOf(leaf: Leaf, tracer: Tracer | null): boolean {
  return tracer instanceof Edge && tracer.node === leaf;
}

/**
 * An input of a function that a transform differentiates: the same value, but a step of its own in the graph, so that each
 * transform finds its own input and not another's (d/dx of something that contains d/dy).
 */
export class Variable extends Node {
  /** @param origin where the value came from, when something outside is being differentiated with respect to that */
  constructor(origin: Edge | null) {
    super('variable', [origin]);
  }

  protected override pull(dOutputs: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    return dOutputs;
  }

  protected override drop(): void {}
}

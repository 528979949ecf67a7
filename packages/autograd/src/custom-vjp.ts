import { formatShape, isTensor, sameShape, type Tensor, tidy } from '@ml/tensor';
import { mapTree } from './functional/tree.ts';
import { GradientError } from './gradient-error.ts';
import { isRecording, noGrad } from './mode.ts';
import { Edge, edgeOf, Node } from './node.ts';
import { Saved } from './saved.ts';
import { alias } from './trace.ts';
import { watcher } from './watcher.ts';

export interface CustomVjp<I extends readonly Tensor[], R> {
  /** Shown in errors; default 'custom operation'. */
  readonly name?: string;
  /** The value, and whatever `backward` needs: tensors, or arrays and plain objects of tensors and other data. */
  readonly forward: (...inputs: I) => readonly [value: Tensor, residual: R];
  /** dL/dinput for each input from dL/dvalue; null where no gradient flows. */
  readonly backward: (residual: R, dValue: Tensor) => { readonly [K in keyof I]: Tensor | null };
}

/**
 * An operation with a gradient of your own: for a formula that is more stable, cheaper or deliberately different from what
 * differentiating `forward` would give.
 *
 * The inside of `forward` is not recorded. For derivatives of a higher order `forward` runs again, recorded, and `backward`
 * itself is differentiated, so both are best written with operations of @ml/tensor.
 *
 * @throws {GradientError} when `backward` returns the wrong number of cotangents, or one of the wrong shape
 * @example
 * const roundThrough = customVjp({ forward: (x: Tensor) => [x.round(), null], backward: (_, dY) => [dY] });
 * grad((x: Tensor) => roundThrough(x).sum())(tensor([0.4, 1.6])).toArray() // => [1, 1]
 */
export function customVjp<I extends readonly Tensor[], R>(definition: CustomVjp<I, R>): (...inputs: I) => Tensor {
  return (...inputs) =>
    tidy(() => {
      const [value, residual] = noGrad(() => definition.forward(...inputs));
      const parents = inputs.map(edgeOf);
      const traced = isRecording() && parents.some((parent) => parent !== null);
      if (!traced) return alias(value, null);
      const node = new CustomNode(definition, inputs, residual, parents);
      if (watcher !== null) watcher.ran(node.name, inputs, null, [value], node);
      return alias(value, new Edge(node, 0));
    });
}

class CustomNode<I extends readonly Tensor[], R> extends Node {
  readonly #definition: CustomVjp<I, R>;
  readonly #inputs: readonly Saved[];
  readonly #residuals: readonly Saved[];
  /** The residual with places of `#residuals` where its tensors were. */
  readonly #residual: unknown;

  constructor(definition: CustomVjp<I, R>, inputs: I, residual: R, parents: readonly (Edge | null)[]) {
    super(definition.name ?? 'custom operation', parents);
    const residuals: Saved[] = [];
    this.#definition = definition;
    this.#inputs = inputs.map((x) => new Saved(x));
    this.#residual = mapTree(
      residual,
      (x) => new Place(residuals.push(new Saved(x)) - 1),
      (other) => other,
    );
    this.#residuals = residuals;
  }

  protected override pull(
    [dValue]: readonly (Tensor | null)[],
    _needs: readonly boolean[],
    record: boolean,
  ): readonly (Tensor | null)[] {
    const cotangents = this.#definition.backward(record ? this.#recorded() : this.#kept(), dValue as Tensor);
    this.#check(cotangents);
    // Handles of their own: what `backward` returns may belong to the user.
    return cotangents.map((cotangent) => (cotangent === null ? null : alias(cotangent, edgeOf(cotangent))));
  }

  #kept(): R {
    return mapTree(
      this.#residual,
      (x) => x,
      (other) => (other instanceof Place ? this.#residuals[other.index].read(this.name) : other),
    ) as R;
  }

  /** The residual computed once more, as a function of the inputs' places in the graph. */
  #recorded(): R {
    const inputs = this.#inputs.map((saved, i) => alias(saved.read(this.name), this.parents[i]));
    return this.#definition.forward(...(inputs as unknown as I))[1];
  }

  #check(cotangents: readonly (Tensor | null)[]): void {
    if (!Array.isArray(cotangents) || cotangents.length !== this.#inputs.length) {
      const count = Array.isArray(cotangents) ? `${cotangents.length} cotangents` : 'no array of cotangents';
      throw new GradientError(`${this.name}: backward returned ${count} for ${this.#inputs.length} inputs`);
    }
    cotangents.forEach((cotangent, i) => {
      const { shape } = this.#inputs[i].read(this.name);
      if (cotangent === null || (isTensor(cotangent) && sameShape(cotangent.shape, shape))) return;
      const got = isTensor(cotangent) ? `shape ${formatShape(cotangent.shape)}` : String(cotangent);
      throw new GradientError(
        `${this.name}: the cotangent of input ${i} must have its shape ${formatShape(shape)}, but is ${got}`,
      );
    });
  }

  protected override drop(): void {
    for (const saved of this.#inputs) saved.drop();
    for (const saved of this.#residuals) saved.drop();
  }
}

/** Where a tensor stood in a residual. */
class Place {
  constructor(readonly index: number) {}
}

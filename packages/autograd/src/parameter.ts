import { copy, formatShape, isFloat, type Shape, Tensor, tidy } from '@ml/tensor';
import { GradientError } from './gradient-error.ts';
import { Leaf } from './leaf.ts';
import { noGrad } from './mode.ts';
import { Edge, setEdge } from './node.ts';
import { startRecorder } from './recorder.ts';

export interface ParameterOptions {
  /** Shown in messages. */
  readonly name?: string;
  /** Start frozen with false; default true. */
  readonly requiresGrad?: boolean;
}

/**
 * A tensor that is learned: it owns its storage, lives as long as something refers to it whatever scope it is made in, and
 * `backward` adds gradients to its `grad`.
 */
export class Parameter<out S extends Shape = Shape> extends Tensor<S> {
  name: string | null;
  /** dL/dthis, added up over the backward passes since `zeroGrad()`; null before the first. */
  grad: Tensor<S> | null = null;

  /** @internal use `parameter(x)`; `values` is copied */
  constructor(values: Tensor<S>, options: ParameterOptions = {}) {
    if (!isFloat(values.dtype)) {
      throw new GradientError(`parameter: ${values.dtype} values have no gradient; cast to float32 or float64 first`);
    }
    const own: Tensor = tidy(() => noGrad(() => copy(values as Tensor)));
    super(own.storage.retain(), own.dtype, values.shape, own.strides, own.offset, 'collector');
    own.dispose();
    startRecorder();
    this.name = options.name ?? null;
    this.requiresGrad = options.requiresGrad ?? true;
  }

  /** Whether `backward` computes a gradient for this parameter. Setting it to false freezes the parameter. */
  get requiresGrad(): boolean {
    return this.tracer !== null;
  }

  set requiresGrad(wanted: boolean) {
    if (wanted !== this.requiresGrad) setEdge(this, wanted ? new Edge(new Leaf(this), 0) : null);
  }

  /** Frees the gradient; the next backward pass starts a new one. */
  zeroGrad(): void {
    this.grad?.dispose();
    this.grad = null;
  }

  override dispose(): void {
    this.zeroGrad();
    super.dispose();
  }

  /** @internal how messages call this parameter */
  get label(): string {
    return `${this.name ?? 'parameter'} ${formatShape(this.shape)}`;
  }
}

/**
 * A learned copy of `x`: a leaf whose gradient `backward` computes.
 *
 * @shape x [...] → [...]
 * @throws {GradientError} when `x` holds integers or bools
 * @example
 * const w = parameter(tensor([1, 2, 3]));
 * backward(w.mul(w).sum());
 * w.grad?.toArray() // => [2, 4, 6]
 */
export function parameter<S extends Shape>(x: Tensor<S>, options: ParameterOptions = {}): Parameter<S> {
  return new Parameter<S>(x, options);
}

import {
  add,
  cast,
  copy,
  formatShape,
  keep,
  onesLike,
  type Shape,
  ShapeError,
  sameShape,
  type Tensor,
  tidy,
} from '@ml/tensor';
import { GradientError } from './gradient-error.ts';
import { Leaf } from './leaf.ts';
import { edgeOf } from './node.ts';
import type { Parameter } from './parameter.ts';
import { propagate, type Targets } from './propagate.ts';

export interface BackwardOptions {
  /** dL/dloss, of the loss's shape; default 1 for a single element. */
  readonly gradient?: Tensor;
  /** Keep the saved values, so that backward can run again through the same graph; default `createGraph`. */
  readonly retainGraph?: boolean;
  /** Record the backward pass, so that the gradients can be differentiated in turn; default false. */
  readonly createGraph?: boolean;
}

/**
 * Adds dloss/dp to `p.grad` of every parameter p that the loss depends on.
 *
 * Values saved by the forward pass are freed as they are consumed; `retainGraph` keeps them for another pass. Gradients
 * belong to the parameters: no scope frees them, `zeroGrad()` does.
 *
 * @shape loss [] or any shape together with `gradient` of the same
 * @throws {ShapeError} when the loss has more than one element and no `gradient` is given
 * @throws {GradientError} when the loss depends on no parameter, or its graph was consumed by an earlier pass
 * @example
 * const w = parameter(tensor([1, 2, 3]));
 * backward(w.mul(w).sum());
 * w.grad?.toArray() // => [2, 4, 6]
 */
export function backward(loss: Tensor, options: BackwardOptions = {}): void {
  const { gradient, createGraph = false, retainGraph = createGraph } = options;
  checkLoss(loss, gradient);
  const edge = edgeOf(loss);
  const cotangent = gradient === undefined ? onesLike(loss) : cast(gradient, loss.dtype);
  const reached =
    edge !== null &&
    propagate('backward', [{ edge, cotangent }], parametersOf(createGraph), { retainGraph, record: createGraph });
  if (cotangent !== gradient) cotangent.dispose();
  if (!reached) {
    throw new GradientError(
      'backward: the loss does not depend on any parameter that requires a gradient; ' +
        'was it computed under noGrad, detached, cast to integers, or are all parameters frozen?',
    );
  }
}

function checkLoss(loss: Tensor, gradient: Tensor | undefined): void {
  if (gradient === undefined) {
    if (loss.size === 1) return;
    throw new ShapeError({
      op: 'backward',
      problem: `the loss has ${loss.size} elements, and gradients are of one number`,
      shapes: [loss.shape],
      mend: 'take loss.mean() or loss.sum(), or pass { gradient } of the same shape',
    });
  }
  if (!sameShape(loss.shape, gradient.shape)) {
    throw new ShapeError({
      op: 'backward',
      problem: 'gradient and loss differ in shape',
      shapes: [loss.shape, gradient.shape],
    });
  }
}

/** Every parameter is a target: its gradient takes what arrives. */
function parametersOf(record: boolean): Targets {
  return {
    oldest: 0,
    includes: (node) => node instanceof Leaf,
    arrive(node, [cotangent]) {
      const parameter = (node as Leaf).parameter;
      if (cotangent === null) return;
      if (parameter === null) cotangent.dispose();
      else accumulate(parameter, cotangent, record);
    },
  };
}

/** grad ← grad + cotangent; takes the cotangent over. */
function accumulate(parameter: Parameter<Shape>, cotangent: Tensor, record: boolean): void {
  if (!sameShape(parameter.shape, cotangent.shape)) {
    throw new GradientError(`backward: ${parameter.label} got a gradient of shape ${formatShape(cotangent.shape)}`);
  }
  const before = parameter.grad;
  parameter.grad = keep(before === null ? owned(cotangent, record) : add(before, cotangent));
  if (before === null) return;
  before.dispose();
  cotangent.dispose();
}

/** Optimizers write into gradients: one that shares its storage, or is a stretched view, becomes a copy. */
function owned(cotangent: Tensor, record: boolean): Tensor {
  if (record || (cotangent.isContiguous && !cotangent.storage.isShared)) return cotangent;
  const own = tidy(() => copy(cotangent));
  cotangent.dispose();
  return own;
}

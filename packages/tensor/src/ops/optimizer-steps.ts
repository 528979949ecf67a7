// The in-place updates of the optimizers, for any number of parameters at once. Each counts as a write, so a gradient that
// still needs the old values says so instead of using the new ones.
import type { TypedArray } from '../dtype.ts';
import { DTypeError, ShapeError } from '../errors.ts';
import { sameShape } from '../layout.ts';
import {
  type AdamArrays,
  naiveAdamStep,
  naiveRmspropStep,
  naiveSgdStep,
  type RmspropArrays,
  type SgdArrays,
} from '../naive/optimizer-steps.ts';
import { heapView, type Tensor } from '../tensor.ts';
import { requireList, requireTensors } from './argument-checks.ts';
import { rowMajor } from './contiguous.ts';
import { forPieces, lineBlock } from './pieces.ts';
import { disposeCopies } from './rows.ts';

/** A parameter, its gradient, and the state that is updated with it; null for state that a variant does not have. */
type Piece = readonly [Tensor, Tensor, ...(Tensor | null)[]];

/** Those of a piece that are written. */
const written = ([parameter, , ...state]: Piece): Tensor[] =>
  [parameter, ...state].filter((x): x is Tensor => x !== null);

function checkPiece(op: string, piece: Piece, needed: number): void {
  requireTensors(op, piece.slice(0, needed));
  const operands = piece.filter((x): x is Tensor => x !== null);
  requireTensors(op, operands);
  const [{ shape, dtype }] = piece;
  for (const x of operands) {
    if (!sameShape(x.shape, shape)) throw misfit(op, operands, 'parameter, gradient and state must have one shape');
    if (x.dtype !== dtype || (dtype !== 'float32' && dtype !== 'float64')) {
      throw new DTypeError(
        `${op}: parameter, gradient and state must have one float type, not ${operands.map((operand) => operand.dtype).join(', ')}`,
      );
    }
  }
  if (!written(piece).every((x) => x.isContiguous))
    throw misfit(op, operands, 'parameter and state must be contiguous');
}

function misfit(op: string, operands: readonly Tensor[], problem: string): ShapeError {
  return new ShapeError({ op, problem, shapes: operands.map((operand) => operand.shape) });
}

/**
 * Updates all pieces, whose first `needed` operands may not be null, or none if one is not as it should be: float32 ones in one job of `fused`, float64 ones by `naive`, one after
 * the other.
 */
function update(
  op: string,
  needed: number,
  pieces: readonly Piece[],
  fused: (pieces: readonly Piece[]) => void,
  naive: (piece: readonly (TypedArray | null)[]) => void,
): void {
  for (const piece of pieces) checkPiece(op, piece, needed);
  const ready = pieces.map(([parameter, gradient, ...state]): Piece => [parameter, rowMajor(gradient), ...state]);
  fused(ready.filter(([parameter]) => parameter.dtype === 'float32'));
  for (const piece of ready) if (piece[0].dtype === 'float64') naive(piece.map((x) => x && heapView(x)));
  for (let i = 0; i < pieces.length; i++) {
    disposeCopies([ready[i][1]], [pieces[i][1]]);
    for (const x of written(pieces[i])) x.storage.version++;
  }
}

/** What one Adam step of a parameter reads and writes. */
export interface AdamTensors {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  /** Running mean of the gradient. */
  readonly m: Tensor;
  /** Running mean of its square. */
  readonly v: Tensor;
  /** The largest v so far, for AMSGrad; null for plain Adam. */
  readonly maxV: Tensor | null;
}

export interface AdamStepOptions {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  /** Whether the decay is taken off the parameter (AdamW), not added to its gradient (Adam). */
  readonly decoupled: boolean;
  /** Number of this step, from 1. */
  readonly step: number;
  /** Factor applied to the gradient first, as by clipping; default 1. */
  readonly gradScale?: number;
}

/**
 * One Adam step of several parameters in place: g ← g + wd·p, or decoupled p ← p·(1 − lr·wd); m ← β₁m + (1 − β₁)g;
 * v ← β₂v + (1 − β₂)g²; p ← p − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + eps), with the largest v so far in place of v where there is one.
 *
 * @shape parameter, gradient, m, v, maxV of one entry all alike
 * @throws {ShapeError} when shapes differ or a written operand is not contiguous; nothing is changed then
 * @reference Kingma & Ba, arXiv:1412.6980; Loshchilov & Hutter, Decoupled Weight Decay Regularization, arXiv:1711.05101; agrees
 *   with torch.optim.Adam and AdamW
 */
export function adamSteps(tensors: readonly AdamTensors[], options: AdamStepOptions): void {
  const { lr, beta1, beta2, eps, weightDecay, decoupled, step, gradScale = 1 } = options;
  requireList('adamSteps', 'tensors', tensors);
  const pieces = tensors.map(({ parameter, gradient, m, v, maxV }): Piece => [parameter, gradient, m, v, maxV]);
  const corrections = [1 - beta1 ** step, 1 - beta2 ** step];
  const scalars = [lr, beta1, beta2, eps, weightDecay, Number(decoupled), ...corrections, gradScale];
  update(
    'adamSteps',
    4,
    pieces,
    (ready) => forPieces('adam_f32', ready, { operands: 5, block: lineBlock }, (...range) => [...range, ...scalars]),
    (piece) => naiveAdamStep(piece as AdamArrays, options),
  );
}

/** What one RMSprop step of a parameter reads and writes. */
export interface RmspropTensors {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  /** Running mean of the squared gradient. */
  readonly squares: Tensor;
  /** Running mean of the gradient, where the variance is taken in place of the mean square; else null. */
  readonly means: Tensor | null;
  /** Running sum of the updates; null without momentum. */
  readonly velocity: Tensor | null;
}

export interface RmspropStepOptions {
  readonly lr: number;
  readonly alpha: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly momentum: number;
  /** Factor applied to the gradient first, as by clipping; default 1. */
  readonly gradScale?: number;
}

/**
 * One RMSprop step of several parameters in place: g ← g + wd·p; s ← αs + (1 − α)g²; r = √s + eps, or where there are means
 * a ← αa + (1 − α)g, r = √(s − a²) + eps; p ← p − lr·g/r, or with velocities b ← μb + g/r, p ← p − lr·b.
 *
 * @shape all tensors of one entry alike
 * @throws {ShapeError} when shapes differ or a written operand is not contiguous; nothing is changed then
 * @reference Tieleman & Hinton, lecture 6.5 (2012); Graves, arXiv:1308.0850 (centred); agrees with torch.optim.RMSprop
 */
export function rmspropSteps(tensors: readonly RmspropTensors[], options: RmspropStepOptions): void {
  const { lr, alpha, eps, weightDecay, momentum, gradScale = 1 } = options;
  requireList('rmspropSteps', 'tensors', tensors);
  const pieces = tensors.map(
    ({ parameter, gradient, squares, means, velocity }): Piece => [parameter, gradient, squares, means, velocity],
  );
  const scalars = [lr, alpha, eps, weightDecay, momentum, gradScale];
  update(
    'rmspropSteps',
    3,
    pieces,
    (ready) => forPieces('rmsprop_f32', ready, { operands: 5, block: lineBlock }, (...range) => [...range, ...scalars]),
    (piece) => naiveRmspropStep(piece as RmspropArrays, options),
  );
}

/** What one SGD step of a parameter reads and writes. */
export interface SgdTensors {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  /** Running sum of the gradient; null without momentum. */
  readonly velocity: Tensor | null;
}

export interface SgdStepOptions {
  readonly lr: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly weightDecay: number;
  readonly nesterov: boolean;
  /** Whether the velocities are empty and start as the gradients. */
  readonly first: boolean;
  /** Factor applied to the gradient first, as by clipping; default 1. */
  readonly gradScale?: number;
}

/**
 * One step of stochastic gradient descent of several parameters in place: g ← g + wd·p; v ← μv + (1 − dampening)g (v ← g the
 * first time); p ← p − lr·v, or with Nesterov p ← p − lr·(g + μv), or without momentum p ← p − lr·g.
 *
 * @shape parameter, gradient, velocity of one entry all alike
 * @throws {ShapeError} when shapes differ or a written operand is not contiguous; nothing is changed then
 * @reference Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013; agrees with torch.optim.SGD
 */
export function sgdSteps(tensors: readonly SgdTensors[], options: SgdStepOptions): void {
  const { lr, momentum, dampening, weightDecay, nesterov, first, gradScale = 1 } = options;
  requireList('sgdSteps', 'tensors', tensors);
  const pieces = tensors.map(({ parameter, gradient, velocity }): Piece => [parameter, gradient, velocity]);
  const scalars = [lr, momentum, dampening, weightDecay, Number(nesterov), Number(first), gradScale];
  update(
    'sgdSteps',
    2,
    pieces,
    (ready) => forPieces('sgd_f32', ready, { operands: 3, block: lineBlock }, (...range) => [...range, ...scalars]),
    (piece) => naiveSgdStep(piece as SgdArrays, options),
  );
}

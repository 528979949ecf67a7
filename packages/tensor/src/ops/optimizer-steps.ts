// The in-place updates of the optimizers, for any number of parameters at once. Each counts as a write, so a gradient that
// still needs the old values says so instead of using the new ones.
import type { TypedArray } from '../dtype.ts';
import { DTypeError, ShapeError } from '../errors.ts';
import { sameShape } from '../layout.ts';
import { naiveAdamwStep, naiveSgdStep } from '../naive/optimizer-steps.ts';
import { heapView, type Tensor } from '../tensor.ts';
import { requireList, requireTensors } from './argument-checks.ts';
import { rowMajor } from './contiguous.ts';
import { forPieces, lineBlock } from './pieces.ts';
import { disposeCopies } from './rows.ts';

/** A parameter, its gradient, and the state that is updated with it. */
type Piece = readonly Tensor[];

function checkPiece(op: string, piece: Piece): void {
  requireTensors(op, piece);
  const [{ shape, dtype }] = piece;
  for (let i = 0; i < piece.length; i++) {
    const x = piece[i];
    if (!sameShape(x.shape, shape)) throw misfit(op, piece, 'parameter, gradient and state must have one shape');
    if (x.dtype !== dtype || (dtype !== 'float32' && dtype !== 'float64')) {
      throw new DTypeError(
        `${op}: parameter, gradient and state must have one float type, not ${piece.map((operand) => operand.dtype).join(', ')}`,
      );
    }
    if (i !== 1 && !x.isContiguous) throw misfit(op, piece, 'parameter and state must be contiguous');
  }
}

function misfit(op: string, piece: Piece, problem: string): ShapeError {
  return new ShapeError({ op, problem, shapes: piece.map((operand) => operand.shape) });
}

/**
 * Updates all pieces, or none if one is not as it should be: float32 ones in one job of `fused`, float64 ones by `naive`, one after
 * the other.
 */
function update(
  op: string,
  pieces: readonly Piece[],
  fused: (pieces: readonly Piece[]) => void,
  naive: (piece: readonly TypedArray[]) => void,
): void {
  for (const piece of pieces) checkPiece(op, piece);
  const ready = pieces.map(([parameter, gradient, ...state]) => [parameter, rowMajor(gradient), ...state]);
  fused(ready.filter(([parameter]) => parameter.dtype === 'float32'));
  for (const piece of ready) if (piece[0].dtype === 'float64') naive(piece.map(heapView));
  for (let i = 0; i < pieces.length; i++) {
    disposeCopies([ready[i][1]], [pieces[i][1]]);
    const [parameter, , ...state] = pieces[i];
    for (const written of [parameter, ...state]) written.storage.version++;
  }
}

/** What one AdamW step of a parameter reads and writes. */
export interface AdamwTensors {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  /** Running mean of the gradient. */
  readonly m: Tensor;
  /** Running mean of its square. */
  readonly v: Tensor;
}

export interface AdamwStepOptions {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  /** Number of this step, from 1. */
  readonly step: number;
  /** Factor applied to the gradient first, as by clipping; default 1. */
  readonly gradScale?: number;
}

/**
 * One AdamW step of several parameters in place: p ← p·(1 − lr·wd); m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²;
 * p ← p − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + eps).
 *
 * @shape parameter, gradient, m, v of one entry all alike
 * @throws {ShapeError} when shapes differ or a written operand is not contiguous; nothing is changed then
 * @reference Loshchilov & Hutter, Decoupled Weight Decay Regularization, arXiv:1711.05101; agrees with torch.optim.AdamW
 */
export function adamwSteps(tensors: readonly AdamwTensors[], options: AdamwStepOptions): void {
  const { lr, beta1, beta2, eps, weightDecay, step, gradScale = 1 } = options;
  requireList('adamwSteps', 'tensors', tensors);
  const pieces = tensors.map(({ parameter, gradient, m, v }) => [parameter, gradient, m, v]);
  const scalars = [lr, beta1, beta2, eps, weightDecay, 1 - beta1 ** step, 1 - beta2 ** step, gradScale];
  update(
    'adamwSteps',
    pieces,
    (ready) => forPieces('adamw_f32', ready, { operands: 4, block: lineBlock }, (...range) => [...range, ...scalars]),
    (piece) => naiveAdamwStep(piece, options),
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
  const pieces = tensors.map(({ parameter, gradient, velocity }) =>
    velocity === null ? [parameter, gradient] : [parameter, gradient, velocity],
  );
  const scalars = [lr, momentum, dampening, weightDecay, Number(nesterov), Number(first), gradScale];
  update(
    'sgdSteps',
    pieces,
    (ready) => forPieces('sgd_f32', ready, { operands: 3, block: lineBlock }, (...range) => [...range, ...scalars]),
    (piece) => naiveSgdStep(piece, options),
  );
}

import {
  add,
  cast,
  DTypeError,
  isFloat,
  maskedFill,
  ones,
  reshape,
  type Shape,
  ShapeError,
  sameShape,
  type Tensor,
  triu,
} from '@ml/tensor';

/** Which keys a query may look at. In a bool mask true means no; a float mask is added to the scores. */
export interface AttentionMasks {
  /** Keys that are padding: [B, S], or [S] without a batch. */
  readonly keyPaddingMask?: Tensor | undefined;
  /** Pairs of query and key: [T, S], or [B·H, T, S] for each head. */
  readonly attnMask?: Tensor | undefined;
  /** Query i sees keys 0 … i; default false. */
  readonly isCausal?: boolean | undefined;
}

/**
 * The scores with every mask applied. A query that may see nothing has −∞ everywhere, and NaN after the softmax, as in PyTorch.
 *
 * @shape scores [B, H, T, S] → [B, H, T, S]
 */
export function maskedScores(scores: Tensor, { keyPaddingMask, attnMask, isCausal = false }: AttentionMasks): Tensor {
  const [B, H, T, S] = scores.shape;
  let masked = scores;
  if (attnMask !== undefined) {
    const each = attnMask.rank === 3;
    requireMask('attnMask', attnMask, each ? [B * H, T, S] : [T, S]);
    masked = withMask(masked, each ? (reshape(attnMask, [B, H, T, S]) as Tensor) : attnMask);
  }
  if (keyPaddingMask !== undefined) {
    requireMask('keyPaddingMask', keyPaddingMask, keyPaddingMask.rank === 1 && B === 1 ? [S] : [B, S]);
    masked = withMask(masked, reshape(keyPaddingMask, [B, 1, 1, S]) as Tensor);
  }
  return isCausal ? withMask(masked, triu(ones([T, S], { dtype: 'bool' }), 1) as Tensor) : masked;
}

function withMask(scores: Tensor, mask: Tensor): Tensor {
  return mask.dtype === 'bool' ? maskedFill(scores, mask, -Infinity) : add(scores, cast(mask, scores.dtype));
}

function requireMask(name: string, mask: Tensor, shape: Shape): void {
  if (mask.dtype !== 'bool' && !isFloat(mask.dtype)) {
    throw new DTypeError(`MultiheadAttention: ${name} must be bool or float, not ${mask.dtype}; cast it to bool`);
  }
  if (sameShape(mask.shape, shape)) return;
  const problem = `${name} does not fit the scores`;
  throw new ShapeError({ op: 'MultiheadAttention', problem, shapes: [mask.shape, shape] });
}

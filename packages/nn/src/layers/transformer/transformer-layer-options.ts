import { defaultRng, type FloatDType, type Rng } from '@ml/tensor';
import type { TransformerActivation } from './feed-forward.ts';

export interface TransformerLayerOptions {
  /** Width between the two linear maps; default 2048. */
  readonly dimFeedforward?: number;
  /** Probability of every dropout: of attention weights, between the linear maps, behind every branch; default 0.1. */
  readonly dropout?: number;
  /** Default 'relu'. */
  readonly activation?: TransformerActivation;
  /** Default 1e-5. */
  readonly layerNormEps?: number;
  /** Inputs and outputs are [B, T, E] instead of [T, B, E]; default false. */
  readonly batchFirst?: boolean;
  /** Normalise what enters a branch instead of what leaves the sum; default false. */
  readonly normFirst?: boolean;
  /** Learn offsets of linear maps and norms; default true. */
  readonly bias?: boolean;
  /** Draws the initial values. */
  readonly rng?: Rng | undefined;
  /** Where dropout masks come from; default `rng`. */
  readonly dropoutRng?: Rng | undefined;
  readonly dtype?: FloatDType;
}

export function completeOptions(options: TransformerLayerOptions): Required<TransformerLayerOptions> & {
  readonly rng: Rng;
  readonly dropoutRng: Rng;
} {
  const rng = options.rng ?? defaultRng();
  return {
    dimFeedforward: options.dimFeedforward ?? 2048,
    dropout: options.dropout ?? 0.1,
    activation: options.activation ?? 'relu',
    layerNormEps: options.layerNormEps ?? 1e-5,
    batchFirst: options.batchFirst ?? false,
    normFirst: options.normFirst ?? false,
    bias: options.bias ?? true,
    rng,
    dropoutRng: options.dropoutRng ?? rng,
    dtype: options.dtype ?? 'float32',
  };
}

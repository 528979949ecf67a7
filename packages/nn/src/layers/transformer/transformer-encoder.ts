import type { Shape, Tensor } from '@ml/tensor';
import { Layer, type SameShape } from '../layer.ts';
import type { LayerNorm } from '../layer-norm.ts';
import type { TransformerEncoderLayer } from './transformer-encoder-layer.ts';

export interface TransformerEncoderOptions {
  /** A norm behind the last layer. */
  readonly norm?: LayerNorm | null | undefined;
}

export interface EncodeOptions {
  /** [T, T], or [B·H, T, T] for each head; bool (true: not to be seen) or float (added to the scores). */
  readonly mask?: Tensor | undefined;
  /** Positions that are padding, [B, T]; bool or float. */
  readonly srcKeyPaddingMask?: Tensor | undefined;
  /** Each position sees those up to itself, by the fused kernel; default false. */
  readonly isCausal?: boolean | undefined;
}

/**
 * Copies of one encoder layer, one after the other. As in PyTorch all of them start with the values of that layer.
 *
 * @shape src as the layer takes it → as src
 * @reference torch.nn.TransformerEncoder, without its nested tensors
 * @example
 * const encoder = new TransformerEncoder(new TransformerEncoderLayer(4, 1, { dimFeedforward: 8 }), 2);
 * Object.keys(encoder.stateDict()).at(-1) // => 'layers.1.norm2.bias'
 */
export class TransformerEncoder extends Layer<SameShape> {
  readonly layers: readonly TransformerEncoderLayer[];
  readonly norm: LayerNorm | null;

  constructor(encoderLayer: TransformerEncoderLayer, numLayers: number, { norm }: TransformerEncoderOptions = {}) {
    super();
    this.layers = Array.from({ length: numLayers }, () => encoderLayer.copy());
    this.norm = norm ?? null;
  }

  override forward<S extends Shape>(src: Tensor<S>, options?: EncodeOptions): Tensor<S>;
  override forward(src: Tensor, { mask: srcMask, srcKeyPaddingMask, isCausal }: EncodeOptions = {}): Tensor {
    const masks = { srcMask, srcKeyPaddingMask, isCausal };
    const encoded = this.layers.reduce((x, layer) => layer.forward(x, masks), src);
    return this.norm === null ? encoded : this.norm.forward(encoded);
  }
}

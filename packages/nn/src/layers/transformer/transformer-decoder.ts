import type { Tensor } from '@ml/tensor';
import { Module } from '../../module.ts';
import type { LayerNorm } from '../layer-norm.ts';
import type { DecodeOptions, TransformerDecoderLayer } from './transformer-decoder-layer.ts';

export interface TransformerDecoderOptions {
  /** A norm behind the last layer. */
  readonly norm?: LayerNorm | null | undefined;
}

/**
 * Copies of one decoder layer, one after the other. As in PyTorch all of them start with the values of that layer.
 *
 * @shape tgt and memory as the layer takes them → as tgt
 * @reference torch.nn.TransformerDecoder
 * @example
 * const decoder = new TransformerDecoder(new TransformerDecoderLayer(4, 1, { dimFeedforward: 8 }), 2);
 * decoder.forward(randn([3, 1, 4]), randn([5, 1, 4]), { tgtIsCausal: true }).shape // => [3, 1, 4]
 */
export class TransformerDecoder extends Module {
  readonly layers: readonly TransformerDecoderLayer[];
  readonly norm: LayerNorm | null;

  constructor(decoderLayer: TransformerDecoderLayer, numLayers: number, { norm }: TransformerDecoderOptions = {}) {
    super();
    this.layers = Array.from({ length: numLayers }, () => decoderLayer.copy());
    this.norm = norm ?? null;
  }

  forward(tgt: Tensor, memory: Tensor, options: DecodeOptions = {}): Tensor {
    const decoded = this.layers.reduce((x, layer) => layer.forward(x, memory, options), tgt);
    return this.norm === null ? decoded : this.norm.forward(decoded);
  }
}

import { type FloatDType, full, ShapeError, type Tensor, tidy, triu } from '@ml/tensor';
import { initXavierUniform } from '../../init/xavier.ts';
import { Module } from '../../module.ts';
import { LayerNorm } from '../layer-norm.ts';
import { TransformerDecoder } from './transformer-decoder.ts';
import { type DecodeOptions, TransformerDecoderLayer } from './transformer-decoder-layer.ts';
import { TransformerEncoder } from './transformer-encoder.ts';
import { TransformerEncoderLayer } from './transformer-encoder-layer.ts';
import { completeOptions, type TransformerLayerOptions } from './transformer-layer-options.ts';

export interface TransformerOptions extends TransformerLayerOptions {
  /** Default 6. */
  readonly numEncoderLayers?: number;
  /** Default 6. */
  readonly numDecoderLayers?: number;
  /** Takes the place of the encoder. */
  readonly customEncoder?: TransformerEncoder;
  /** Takes the place of the decoder. */
  readonly customDecoder?: TransformerDecoder;
}

export interface TransformOptions extends DecodeOptions {
  /** [S, S], or [B·H, S, S] for each head; bool (true: not to be seen) or float (added to the scores). */
  readonly srcMask?: Tensor | undefined;
  /** Positions of the source that are padding, [B, S]; bool or float. */
  readonly srcKeyPaddingMask?: Tensor | undefined;
  /** Each position of the source sees those up to itself, by the fused kernel; default false. */
  readonly srcIsCausal?: boolean | undefined;
}

/**
 * Encoder and decoder: the source is encoded, and the target decoded looking at what came out.
 *
 * Every matrix starts as Xavier's uniform numbers. A norm stands behind the encoder and behind the decoder.
 *
 * @shape src [S, B, E], tgt [T, B, E], with batchFirst the batch leads; or [S, E], [T, E] → as tgt
 * @throws {ShapeError} when src and tgt do not fit each other or the model
 * @reference Vaswani et al., arXiv:1706.03762; torch.nn.Transformer
 * @example
 * const options = { numEncoderLayers: 1, numDecoderLayers: 1, dimFeedforward: 16, batchFirst: true };
 * const model = new Transformer(8, 2, options);
 * model.forward(randn([3, 7, 8]), randn([3, 5, 8]), { tgtIsCausal: true }).shape // => [3, 5, 8]
 */
export class Transformer extends Module {
  readonly encoder: TransformerEncoder;
  readonly decoder: TransformerDecoder;
  readonly dModel: number;
  readonly nhead: number;
  readonly batchFirst: boolean;

  constructor(dModel = 512, nhead = 8, options: TransformerOptions = {}) {
    super();
    const complete = completeOptions(options);
    const { numEncoderLayers = 6, numDecoderLayers = 6, customEncoder, customDecoder } = options;
    const { layerNormEps: eps, bias, rng, dtype, batchFirst } = complete;
    const norm = (): LayerNorm => new LayerNorm(dModel, { eps, bias, dtype });
    const encoderLayer = (): TransformerEncoderLayer => new TransformerEncoderLayer(dModel, nhead, complete);
    const decoderLayer = (): TransformerDecoderLayer => new TransformerDecoderLayer(dModel, nhead, complete);
    this.encoder = customEncoder ?? new TransformerEncoder(encoderLayer(), numEncoderLayers, { norm: norm() });
    this.decoder = customDecoder ?? new TransformerDecoder(decoderLayer(), numDecoderLayers, { norm: norm() });
    for (const parameter of this.parameters()) if (parameter.rank > 1) initXavierUniform(parameter, { rng });
    this.dModel = dModel;
    this.nhead = nhead;
    this.batchFirst = batchFirst;
  }

  forward(src: Tensor, tgt: Tensor, options: TransformOptions = {}): Tensor {
    const batch = this.batchFirst ? 0 : 1;
    if (src.rank === 3 && tgt.rank === 3 && src.shape[batch] !== tgt.shape[batch]) {
      const problem = `src and tgt have different batches: ${src.shape[batch]} vs ${tgt.shape[batch]}`;
      throw new ShapeError({ op: 'Transformer', problem, shapes: [src.shape, tgt.shape], axis: batch });
    }
    const { srcMask: mask, srcKeyPaddingMask, srcIsCausal: isCausal } = options;
    const memory: Tensor = this.encoder.forward(src, { mask, srcKeyPaddingMask, isCausal });
    return this.decoder.forward(tgt, memory, options);
  }

  /**
   * The mask by which a position sees those up to itself: 0 there, −∞ behind it.
   *
   * @shape → [size, size]
   * @example
   * Transformer.generateSquareSubsequentMask(2).toArray() // => [[0, -Infinity], [0, 0]]
   */
  static generateSquareSubsequentMask(size: number, { dtype = 'float32' }: { dtype?: FloatDType } = {}): Tensor {
    return tidy(() => triu(full([size, size], -Infinity, { dtype }), 1) as Tensor);
  }
}

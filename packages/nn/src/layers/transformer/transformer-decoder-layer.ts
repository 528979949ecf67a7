import { Rng, type Tensor } from '@ml/tensor';
import { Module } from '../../module.ts';
import { Dropout } from '../dropout.ts';
import { LayerNorm } from '../layer-norm.ts';
import { Linear } from '../linear.ts';
import { feedForward, requireActivation, type TransformerActivation } from './feed-forward.ts';
import { MultiheadAttention } from './multihead-attention.ts';
import { residualBranches } from './residual-branches.ts';
import { completeOptions, type TransformerLayerOptions } from './transformer-layer-options.ts';

export interface DecodeOptions {
  /** [T, T], or [B·H, T, T] for each head; bool (true: not to be seen) or float (added to the scores). */
  readonly tgtMask?: Tensor | undefined;
  /** [T, S], or [B·H, T, S] for each head; bool or float. */
  readonly memoryMask?: Tensor | undefined;
  /** Positions of the target that are padding, [B, T]; bool or float. */
  readonly tgtKeyPaddingMask?: Tensor | undefined;
  /** Positions of the memory that are padding, [B, S]; bool or float. */
  readonly memoryKeyPaddingMask?: Tensor | undefined;
  /** Each position of the target sees those up to itself, by the fused kernel; default false. */
  readonly tgtIsCausal?: boolean | undefined;
  /** Position i of the target sees positions 0 … i of the memory; default false. */
  readonly memoryIsCausal?: boolean | undefined;
}

/**
 * Self-attention, attention to what the encoder made, and two linear maps, each added to x and normalised.
 *
 * @shape tgt [T, B, E], memory [S, B, E], with batchFirst the batch leads; or [T, E], [S, E] → as tgt
 * @throws {RangeError} when nhead does not divide dModel
 * @throws {ShapeError} when inputs or masks do not fit
 * @reference Vaswani et al., arXiv:1706.03762; torch.nn.TransformerDecoderLayer
 * @example
 * const layer = new TransformerDecoderLayer(8, 2, { dimFeedforward: 16, batchFirst: true });
 * layer.forward(randn([3, 5, 8]), randn([3, 7, 8]), { tgtIsCausal: true }).shape // => [3, 5, 8]
 */
export class TransformerDecoderLayer extends Module {
  readonly self_attn: MultiheadAttention;
  readonly multihead_attn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly norm3: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly dropout3: Dropout;
  readonly activation: TransformerActivation;
  readonly normFirst: boolean;
  readonly #options: ReturnType<typeof completeOptions>;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const complete = completeOptions(options);
    const { dimFeedforward, layerNormEps: eps, bias, rng, dropoutRng, dtype } = complete;
    requireActivation('TransformerDecoderLayer', complete.activation);
    this.self_attn = new MultiheadAttention(dModel, nhead, complete);
    this.multihead_attn = new MultiheadAttention(dModel, nhead, complete);
    this.linear1 = new Linear(dModel, dimFeedforward, { bias, rng, dtype });
    this.dropout = new Dropout(complete.dropout, { rng: dropoutRng });
    this.linear2 = new Linear(dimFeedforward, dModel, { bias, rng, dtype });
    this.norm1 = new LayerNorm(dModel, { eps, bias, dtype });
    this.norm2 = new LayerNorm(dModel, { eps, bias, dtype });
    this.norm3 = new LayerNorm(dModel, { eps, bias, dtype });
    this.dropout1 = new Dropout(complete.dropout, { rng: dropoutRng });
    this.dropout2 = new Dropout(complete.dropout, { rng: dropoutRng });
    this.dropout3 = new Dropout(complete.dropout, { rng: dropoutRng });
    this.activation = complete.activation;
    this.normFirst = complete.normFirst;
    this.#options = complete;
  }

  forward(tgt: Tensor, memory: Tensor, options: DecodeOptions = {}): Tensor {
    const own = {
      attnMask: options.tgtMask,
      keyPaddingMask: options.tgtKeyPaddingMask,
      isCausal: options.tgtIsCausal,
      needWeights: false,
    } as const;
    const cross = {
      attnMask: options.memoryMask,
      keyPaddingMask: options.memoryKeyPaddingMask,
      isCausal: options.memoryIsCausal,
      needWeights: false,
    } as const;
    const attend = (x: Tensor): Tensor => this.dropout1.forward(this.self_attn.forward(x, x, x, own)[0]);
    const ask = (x: Tensor): Tensor => this.dropout2.forward(this.multihead_attn.forward(x, memory, memory, cross)[0]);
    const think = (x: Tensor): Tensor => this.dropout3.forward(feedForward(this, x));
    return residualBranches(tgt, [this.norm1, this.norm2, this.norm3], [attend, ask, think], this.normFirst);
  }

  /** A layer of its own with the same options and values. */
  copy(): TransformerDecoderLayer {
    const { embedDim, numHeads } = this.self_attn;
    const layer = new TransformerDecoderLayer(embedDim, numHeads, { ...this.#options, rng: new Rng(0) });
    layer.loadStateDict(this.stateDict());
    return layer.train(this.training);
  }
}

import { Rng, type Shape, type Tensor } from '@ml/tensor';
import { Dropout } from '../dropout.ts';
import { Layer, type SameShape } from '../layer.ts';
import { LayerNorm } from '../layer-norm.ts';
import { Linear } from '../linear.ts';
import { feedForward, requireActivation, type TransformerActivation } from './feed-forward.ts';
import { MultiheadAttention } from './multihead-attention.ts';
import { residualBranches } from './residual-branches.ts';
import { completeOptions, type TransformerLayerOptions } from './transformer-layer-options.ts';

export interface EncodeLayerOptions {
  /** [T, T], or [B·H, T, T] for each head; bool (true: not to be seen) or float (added to the scores). */
  readonly srcMask?: Tensor | undefined;
  /** Positions that are padding, [B, T]; bool or float. */
  readonly srcKeyPaddingMask?: Tensor | undefined;
  /** Each position sees those up to itself, by the fused kernel; default false. */
  readonly isCausal?: boolean | undefined;
}

/**
 * Self-attention, then two linear maps with an activation between them, each added to x and normalised.
 *
 * @shape src [T, B, E], or [B, T, E] with batchFirst, or [T, E] → as src
 * @throws {RangeError} when nhead does not divide dModel
 * @throws {ShapeError} when x or the masks do not fit
 * @reference Vaswani et al., arXiv:1706.03762; with normFirst Xiong et al., arXiv:2002.04745; torch.nn.TransformerEncoderLayer
 * @example
 * const layer = new TransformerEncoderLayer(8, 2, { dimFeedforward: 16, batchFirst: true });
 * layer.forward(randn([3, 5, 8])).shape // => [3, 5, 8]
 */
export class TransformerEncoderLayer extends Layer<SameShape> {
  readonly self_attn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly activation: TransformerActivation;
  readonly normFirst: boolean;
  readonly #options: ReturnType<typeof completeOptions>;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const complete = completeOptions(options);
    const { dimFeedforward, layerNormEps: eps, bias, rng, dropoutRng, dtype } = complete;
    requireActivation('TransformerEncoderLayer', complete.activation);
    this.self_attn = new MultiheadAttention(dModel, nhead, complete);
    this.linear1 = new Linear(dModel, dimFeedforward, { bias, rng, dtype });
    this.dropout = new Dropout(complete.dropout, { rng: dropoutRng });
    this.linear2 = new Linear(dimFeedforward, dModel, { bias, rng, dtype });
    this.norm1 = new LayerNorm(dModel, { eps, bias, dtype });
    this.norm2 = new LayerNorm(dModel, { eps, bias, dtype });
    this.dropout1 = new Dropout(complete.dropout, { rng: dropoutRng });
    this.dropout2 = new Dropout(complete.dropout, { rng: dropoutRng });
    this.activation = complete.activation;
    this.normFirst = complete.normFirst;
    this.#options = complete;
  }

  override forward<S extends Shape>(src: Tensor<S>, options?: EncodeLayerOptions): Tensor<S>;
  override forward(
    src: Tensor,
    { srcMask: attnMask, srcKeyPaddingMask: keyPaddingMask, isCausal }: EncodeLayerOptions = {},
  ): Tensor {
    const masks = { attnMask, keyPaddingMask, isCausal, needWeights: false } as const;
    const attend = (x: Tensor): Tensor => this.dropout1.forward(this.self_attn.forward(x, x, x, masks)[0]);
    const think = (x: Tensor): Tensor => this.dropout2.forward(feedForward(this, x));
    return residualBranches(src, [this.norm1, this.norm2], [attend, think], this.normFirst);
  }

  /** A layer of its own with the same options and values. */
  copy(): TransformerEncoderLayer {
    const { embedDim, numHeads } = this.self_attn;
    const layer = new TransformerEncoderLayer(embedDim, numHeads, { ...this.#options, rng: new Rng(0) });
    layer.loadStateDict(this.stateDict());
    return layer.train(this.training);
  }
}

import { detach, isRecording, type Parameter } from '@ml/autograd';
import {
  defaultRng,
  embedding,
  equal,
  expandDims,
  type FloatDType,
  type Rng,
  type Shape,
  type Tensor,
  where,
} from '@ml/tensor';
import { learned } from '../init/learned.ts';
import { Layer, type ShapeMap } from './layer.ts';

export interface EmbeddingOptions {
  /** An id that stands for nothing: its row starts as zeros and does not learn. */
  readonly paddingIdx?: number;
  readonly rng?: Rng | undefined;
  readonly dtype?: FloatDType;
}

interface EmbeddingMap<W extends number> extends ShapeMap {
  readonly output: [...this['input'], W];
}

/**
 * A learned row of numbers for each id: y[..., :] = weight[ids[...], :].
 *
 * Rows start as standard normal numbers.
 *
 * @shape ids [...] (int32 or uint8), weight [V, W] → [..., W]
 * @throws {IndexError} when an id is not in 0 … V − 1
 * @throws {RangeError} when paddingIdx is not an id
 * @reference torch.nn.Embedding
 * @example
 * const layer = new Embedding(3, 2);
 * layer.loadStateDict({ weight: tensor([[0, 1], [2, 3], [4, 5]]) });
 * layer.forward(tensor([2, 0], { dtype: 'int32' })).toArray() // => [[4, 5], [0, 1]]
 */
export class Embedding<const V extends number = number, const W extends number = number> extends Layer<
  EmbeddingMap<W>
> {
  readonly weight: Parameter<[V, W]>;
  readonly numEmbeddings: V;
  readonly embeddingDim: W;
  readonly paddingIdx: number | null;

  constructor(
    numEmbeddings: V,
    embeddingDim: W,
    { paddingIdx, rng = defaultRng(), dtype = 'float32' }: EmbeddingOptions = {},
  ) {
    super();
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = paddingIdx ?? null;
    if (
      paddingIdx !== undefined &&
      !(Number.isSafeInteger(paddingIdx) && paddingIdx >= 0 && paddingIdx < numEmbeddings)
    ) {
      throw new RangeError(`Embedding: paddingIdx must be an id from 0 to ${numEmbeddings - 1}, not ${paddingIdx}`);
    }
    this.weight = learned([numEmbeddings, embeddingDim], dtype, (values) => {
      rng.fillNormal(values);
      if (paddingIdx !== undefined) values.fill(0, paddingIdx * embeddingDim, (paddingIdx + 1) * embeddingDim);
    });
  }

  /** @shape ids [...] → [..., W] */
  override forward<S extends Shape>(ids: Tensor<S>): Tensor<[...S, W]>;
  override forward(ids: Tensor): Tensor {
    const rows = embedding(this.weight, ids);
    if (this.paddingIdx === null || !isRecording()) return rows;
    return where(expandDims(equal(ids, this.paddingIdx) as Tensor, -1), detach(rows), rows);
  }
}

import type { Parameter } from '@ml/autograd';
import {
  defaultRng,
  div,
  embedding,
  expandDims,
  max,
  mul,
  reshape,
  ShapeError,
  sameShape,
  scatterRows,
  slice,
  stack,
  type Tensor,
  tensor,
  zeros,
} from '@ml/tensor';
import { learned } from '../init/learned.ts';
import { Module } from '../module.ts';
import type { EmbeddingOptions } from './embedding.ts';

export interface EmbeddingBagOptions extends Omit<EmbeddingOptions, 'paddingIdx'> {
  /** How the rows of a bag become one; default 'mean'. */
  readonly mode?: 'sum' | 'mean' | 'max';
}

export interface BagOptions {
  /** Where each bag begins in a flat list of ids; ids [N, L] are N bags without them. */
  readonly offsets?: readonly number[];
  /** Factor of each id, shaped as ids; for 'sum' only. */
  readonly perSampleWeights?: Tensor;
}

/**
 * The sum, mean or maximum of the learned rows of each bag of ids.
 *
 * @shape ids [N, L], or [M] with N offsets (int32 or uint8), weight [V, W] → [N, W]
 * @throws {IndexError} when an id is not in 0 … V − 1
 * @throws {ShapeError} when offsets do not rise from 0
 * @special empty bag → 0
 * @reference torch.nn.EmbeddingBag
 * @example
 * const layer = new EmbeddingBag(3, 1, { mode: 'sum' });
 * layer.loadStateDict({ weight: tensor([[1], [10], [100]]) });
 * layer.forward(tensor([2, 1, 0], { dtype: 'int32' }), { offsets: [0, 1] }).toArray() // => [[100], [11]]
 */
export class EmbeddingBag extends Module {
  readonly weight: Parameter<[number, number]>;
  readonly mode: 'sum' | 'mean' | 'max';

  constructor(
    numEmbeddings: number,
    embeddingDim: number,
    { mode = 'mean', rng = defaultRng(), dtype = 'float32' }: EmbeddingBagOptions = {},
  ) {
    super();
    this.mode = mode;
    this.weight = learned([numEmbeddings, embeddingDim], dtype, (values) => rng.fillNormal(values));
  }

  /** @shape ids [N, L] or [M] → [N, W] */
  forward(ids: Tensor, { offsets, perSampleWeights }: BagOptions = {}): Tensor {
    const starts = bagStarts(ids, offsets);
    const sizes = starts.map((start, bag) => (starts[bag + 1] ?? ids.size) - start);
    let rows: Tensor = embedding(this.weight, reshape(ids, [ids.size]) as Tensor); // [M, W]
    if (perSampleWeights !== undefined) {
      if (this.mode !== 'sum')
        throw new RangeError(`EmbeddingBag: perSampleWeights are for mode 'sum', not '${this.mode}'`);
      if (!sameShape(perSampleWeights.shape, ids.shape)) {
        const problem = 'perSampleWeights must be shaped as ids';
        throw new ShapeError({ op: 'EmbeddingBag', problem, shapes: [ids.shape, perSampleWeights.shape] });
      }
      rows = mul(rows, expandDims(reshape(perSampleWeights, [ids.size]) as Tensor, 1));
    }
    if (this.mode === 'max') return largest(rows, starts, sizes);
    const bags = tensor(
      sizes.flatMap((size, bag) => Array<number>(size).fill(bag)),
      { dtype: 'int32' },
    );
    const sums: Tensor = scatterRows(rows, bags as Tensor, starts.length); // [N, W]
    if (this.mode === 'sum') return sums;
    const counts = tensor(
      sizes.map((size) => [Math.max(1, size)]),
      { dtype: rows.dtype },
    );
    return div(sums, counts as Tensor);
  }
}

function bagStarts(ids: Tensor, offsets: readonly number[] | undefined): readonly number[] {
  const refuse = (problem: string) => new ShapeError({ op: 'EmbeddingBag', problem, shapes: [ids.shape] });
  if (offsets === undefined) {
    if (ids.rank !== 2) throw refuse('ids must be [N, L], or a list with offsets');
    return Array.from({ length: ids.shape[0] }, (_, bag) => bag * ids.shape[1]);
  }
  if (ids.rank !== 1) throw refuse('with offsets ids must be a list');
  const rising = offsets.every((start, i) => start >= (offsets[i - 1] ?? 0) && start <= ids.size);
  if (offsets[0] !== 0 || !rising) throw refuse(`offsets must rise from 0 to at most ${ids.size}`);
  return offsets;
}

/** The maximum of the rows of each bag, 0 for empty ones. */
function largest(rows: Tensor, starts: readonly number[], sizes: readonly number[]): Tensor {
  const width = rows.shape[1];
  const bags = sizes.map((size, bag): Tensor => {
    if (size === 0) return zeros([width], { dtype: rows.dtype });
    return max(slice(rows, [starts[bag], starts[bag] + size]) as Tensor, { axis: 0 }) as Tensor;
  });
  return bags.length === 0 ? (zeros([0, width], { dtype: rows.dtype }) as Tensor) : (stack(bags) as Tensor);
}

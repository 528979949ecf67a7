import {
  formatShape,
  indexSelect,
  isTensor,
  type Rng,
  ShapeError,
  squeeze,
  type Tensor,
  tensor,
  tidy,
} from '@ml/tensor';
import { checkIndex, type Dataset } from './dataset.ts';

/** A tensor, or a list or record of them. */
export type Tensors = Tensor | readonly Tensor[] | { readonly [name: string]: Tensor };

/** Rows of tensors, under the same places or names. */
export type Rows<T extends Tensors> = T extends Tensor ? Tensor : { -readonly [K in keyof T]: Tensor };

/**
 * Rows of tensors that have the same length: sample i is row i of each.
 *
 * A batch is gathered from each tensor by one operation.
 *
 * @shape tensors [N, ...] each → samples [...], batches [B, ...]
 * @throws {ShapeError} when the tensors differ in their first axis, or one has none
 * @reference torch.utils.data.TensorDataset; a record instead of a list gives batches with names
 * @example
 * const points = new TensorDataset({ inputs: tensor([[1, 2], [3, 4]]), targets: tensor([5, 6]) });
 * points.get(1).inputs.toArray() // => [3, 4]
 * points.getMany(Int32Array.of(1, 0)).targets.toArray() // => [6, 5]
 */
export class TensorDataset<T extends Tensors> implements Dataset<Rows<T>, Rows<T>> {
  readonly tensors: T;
  readonly length: number;

  constructor(tensors: T) {
    const all: readonly Tensor[] = isTensor(tensors) ? [tensors] : Object.values(tensors);
    const shapes = all.map((x) => x.shape);
    const [length] = shapes[0] ?? [];
    if (length === undefined || shapes.some((shape) => shape[0] !== length)) {
      const problem =
        all.length === 0 ? 'expected at least one tensor' : 'tensors must have a first axis of one length';
      throw new ShapeError({ op: 'TensorDataset', problem, shapes, axis: 0 });
    }
    this.tensors = tensors;
    this.length = length;
  }

  get(index: number, _rng?: Rng): Rows<T> {
    checkIndex('TensorDataset', index, this.length);
    return this.#rows(Int32Array.of(index), (row) => squeeze(row, 0) as Tensor);
  }

  getMany(indices: Int32Array, _rng?: Rng): Rows<T> {
    return this.#rows(indices, (rows) => rows);
  }

  toString(): string {
    const { tensors } = this;
    const list: [string, Tensor][] = isTensor(tensors) ? [['tensor', tensors]] : Object.entries(tensors);
    return `TensorDataset(${list.map(([name, x]) => `${name} ${x.dtype} ${formatShape(x.shape)}`).join(', ')})`;
  }

  #rows(indices: Int32Array, finish: (rows: Tensor) => Tensor): Rows<T> {
    return tidy(() => {
      const ids = tensor(indices) as Tensor<[number]>;
      return mapTensors(this.tensors, (x) => finish(indexSelect(x, 0, ids) as Tensor));
    });
  }
}

function mapTensors<T extends Tensors>(tensors: T, change: (x: Tensor) => Tensor): Rows<T> {
  if (isTensor(tensors)) return change(tensors) as Rows<T>;
  if (Array.isArray(tensors)) return tensors.map(change) as unknown as Rows<T>;
  return Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, change(x)])) as Rows<T>;
}

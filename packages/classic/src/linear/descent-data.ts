import { allocate, engine, matmul, mul, sub, type Tensor } from '@ml/tensor';
import { float64, matrix, values, vector } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';
import { type CenterOptions, columnMeans } from './centered.ts';

/**
 * A regression on features and a target about their means, rows times the roots of their weights; X is centred when it is asked for,
 * in the layout that is asked for. Tensors of the scope it is made and used in.
 */
export class DescentData {
  readonly meanX: Float64Array;
  /** [1] */
  readonly meanY: Float64Array;
  /** Centred and weighted. [N] */
  readonly target: Float64Array;
  /** Sum of the weights. */
  readonly total: number;
  readonly #X: Tensor<[number, number]>;
  readonly #root: Tensor<[number]> | null;

  constructor(X: Tensor<[number, number]>, y: Float64Array, { weights, fitIntercept }: CenterOptions) {
    const [n, features] = X.shape;
    this.#X = X;
    this.#root = weights === null ? null : vector(weights.map(Math.sqrt));
    this.total = weights === null ? n : weights.reduce((sum, weight) => sum + weight, 0);
    this.meanX = fitIntercept ? columnMeans(X, weights) : new Float64Array(features);
    this.meanY = fitIntercept ? columnMeans(matrix(y, n, 1), weights) : new Float64Array(1);
    const shift = this.meanY[0];
    this.target = y.map((value, i) => (value - shift) * (weights === null ? 1 : Math.sqrt(weights[i])));
  }

  get shape(): readonly [number, number] {
    return this.#X.shape;
  }

  /** @shape → [N, F] */
  rows(): Tensor<[number, number]> {
    const n = this.shape[0];
    const centered = sub(this.#X, vector(this.meanX) as never);
    const scaled = this.#root === null ? centered : mul(centered, this.#root.reshape([n, 1]) as never);
    return scaled as Tensor<[number, number]>;
  }

  /** Each column in a row. @shape → [F, N] */
  columns(): Tensor<[number, number]> {
    const [n, features] = this.shape;
    const out = allocate([features, n], 'float64');
    const mean = vector(this.meanX);
    const kernel = classicKernels.threaded('centeredColumns');
    engine.forRanges(kernel, features, { grain: Math.ceil(50_000 / n), multiple: 8 }, (first, count) => [
      out.address,
      this.#X.address,
      mean.address,
      this.#root?.address ?? 0,
      n,
      features,
      first,
      count,
    ]);
    return out as Tensor<[number, number]>;
  }

  /** Xᵀy of the centred. @shape → [F] */
  products(): Float64Array {
    const n = this.shape[0];
    const weighted =
      this.#root === null ? this.target : this.target.map((value, i) => value * values(this.#root as Tensor)[i]);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += weighted[i];
    return values(matmul(float64(weighted, [1, n]), this.#X))
      .slice()
      .map((product, j) => product - sum * this.meanX[j]);
  }
}

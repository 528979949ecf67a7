// Where rows of a kernel matrix come from.
import { contiguous, matmul, type Tensor, tidy } from '@ml/tensor';
import { values } from '../base/values.ts';
import {
  applyKernel,
  factorTensor,
  kernelDiagonal,
  kernelFactor,
  type ProductKernel,
  type Rows,
} from '../pairwise/product-kernel.ts';

/** A kernel matrix of N samples whose rows are computed when they are asked for. */
export interface KernelSource {
  readonly samples: number;
  /** k(x, x) of every sample. */
  readonly diagonal: Float64Array;
  /** The samples that are the columns of rows from now on; null: all. */
  restrict(columns: Int32Array | null): void;
  /** Computes the row of each of these samples into `out`. */
  fill(samples: Int32Array, out: readonly Float32Array[]): void;
}

/**
 * A kernel of the features of these samples: rows are computed in blocks, each one matrix product. To be made, and used, within
 * one scope of `tidy`.
 *
 * @shape X [M, F], chosen [N]
 */
export function featureSource(kernel: ProductKernel, X: Rows, chosen: Int32Array): KernelSource {
  // [width, columns] as it lies in memory: the fast side of products with few rows.
  const rightOf = (samples: Int32Array): Tensor =>
    contiguous(factorTensor(kernelFactor('right', kernel, X, samples)).transpose() as Tensor);
  let right = rightOf(chosen);
  return {
    samples: chosen.length,
    diagonal: kernelDiagonal(kernel, X, chosen),
    restrict: (columns) => {
      right = rightOf(columns === null ? chosen : columns.map((place) => chosen[place]));
    },
    fill: (places, out) =>
      tidy(() => {
        const samples = places.map((place) => chosen[place]);
        const left: Tensor = factorTensor(kernelFactor('left', kernel, X, samples));
        const product = values(matmul(left, right as never));
        const width = right.shape[1];
        for (let i = 0; i < out.length; i++) applyKernel(kernel, product.subarray(i * width, (i + 1) * width), out[i]);
      }),
  };
}

/** Rows of a kernel matrix that is there already, of which these samples are wanted. @shape gram [M, M], samples [N] */
export function gramSource(gram: Rows, chosen: Int32Array): KernelSource {
  const { data, columns: width } = gram;
  let columns = chosen;
  return {
    samples: chosen.length,
    diagonal: Float64Array.from(chosen, (sample) => data[sample * width + sample]),
    restrict: (list) => {
      columns = list === null ? chosen : list.map((place) => chosen[place]);
    },
    fill: (samples, out) => {
      out.forEach((row, i) => {
        const from = chosen[samples[i]] * width;
        for (let j = 0; j < row.length; j++) row[j] = data[from + columns[j]];
      });
    },
  };
}

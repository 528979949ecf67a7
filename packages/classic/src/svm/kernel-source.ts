// Where rows of a kernel matrix come from.
import { engine, heapView, matmul, type Tensor, tidy } from '@ml/tensor';
import { values } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';
import {
  applyKernel,
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
  /** Computes the row of each of these samples into `out`: float32, and as long as `rowLength` says. */
  fill(samples: Int32Array, out: readonly Tensor[]): void;
}

/** Rows have a multiple of four elements: kernels work on four at a time. */
export function rowLength(columns: number): number {
  return Math.ceil(columns / 4) * 4;
}

/** Rows that are computed at the same time. */
export const rowsTogether = 4;
/** Elements of a row that make some ten microseconds of work. */
const grain = 1024;

/**
 * A kernel of the features of these samples: rows are computed in blocks, each one matrix product. To be made, and used, within
 * one scope of `tidy`.
 *
 * @shape X [M, F], chosen [N]
 */
export function featureSource(kernel: ProductKernel, X: Rows, chosen: Int32Array): KernelSource {
  const rightOf = (samples: Int32Array): Tensor<[number, number]> =>
    kernelFactor('right', kernel, X, { samples, columns: rowLength(samples.length) });
  let right = rightOf(chosen);
  return {
    samples: chosen.length,
    diagonal: kernelDiagonal(kernel, X, chosen),
    restrict: (columns) => {
      right.dispose();
      right = rightOf(columns === null ? chosen : columns.map((place) => chosen[place]));
    },
    fill: (places, out) => {
      for (let i = 0; i < out.length; i += rowsTogether) {
        tidy(() => {
          const count = Math.min(rowsTogether, out.length - i);
          const samples = places.slice(i, i + count).map((place) => chosen[place]);
          const rows = out.slice(i, i + count);
          if (kernel.name === 'rbf') {
            const four = Int32Array.from([0, 1, 2, 3], (row) => samples[Math.min(row, count - 1)]);
            fillExp(kernelFactor('left', kernel, X, { samples: four }), right, rows);
          } else {
            const product = values(matmul(kernelFactor('left', kernel, X, { samples }) as Tensor, right as never));
            const padded = right.shape[1];
            rows.forEach((row, at) => {
              applyKernel(kernel, product.subarray(at * padded, (at + 1) * padded), heapView(row) as Float32Array);
            });
          }
        });
      }
    },
  };
}

/** exp of the products of four rows, on all threads; the last of `rows` stands for those that are missing. */
function fillExp(left: Tensor<[number, number]>, right: Tensor<[number, number]>, rows: readonly Tensor[]): void {
  const [a, b, c, d] = [0, 1, 2, 3].map((row) => rows[Math.min(row, rows.length - 1)].address);
  const [width, padded] = right.shape;
  engine.forRanges(classicKernels.threaded('expRows'), padded, { grain, multiple: 4 }, (first, count) => [
    ...[a, b, c, d],
    ...[left.address, right.address, width, padded],
    ...[first, count],
  ]);
}

/** Rows of a kernel matrix that is there already, of which these samples are wanted. @shape gram [M, M], chosen [N] */
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
        const to = heapView(row) as Float32Array;
        for (let j = 0; j < columns.length; j++) to[j] = data[from + columns[j]];
      });
    },
  };
}

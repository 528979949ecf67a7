import { Matrix } from 'ml-matrix';
import { describePeer, type Peer } from './peer.ts';

/** ml-matrix: plain JavaScript on float64 rows. Its arrays have two axes. */
export async function openPeer(): Promise<Peer> {
  return describePeer<Matrix, Matrix | number[] | number>({
    name: 'ml-matrix',
    array: ({ values, shape }) => Matrix.from1DArray(shape.length > 1 ? shape[0] : 1, shape.at(-1) ?? 1, values),
    operations: {
      matmul: (x, y) => x.mmul(y),
      matmulNT: (x, y) => x.mmul(y.transpose()),
      add: (x, y) => Matrix.add(x, y),
      exp: (x) => Matrix.exp(x),
      tanh: (x) => Matrix.tanh(x),
      'sum all': (x) => x.sum(),
      'sum axis 0': (x) => x.sum('column'),
      'sum axis 1': (x) => x.sum('row'),
      'mean all': (x) => x.mean(),
      'mean axis 0': (x) => x.mean('column'),
      'mean axis 1': (x) => x.mean('row'),
      'max all': (x) => x.max(),
      transpose: (x) => x.transpose(),
    },
    finish: () => undefined,
    read: (result) => (typeof result === 'number' ? [result] : 'to1DArray' in result ? result.to1DArray() : result),
  });
}

import * as np from 'numpy-ts';
import { describePeer, type Peer } from './peer.ts';

type Result = ReturnType<typeof np.matmul> | ReturnType<typeof np.sum> | ReturnType<typeof np.max>;

/** numpy-ts with float32 arrays in its wasm memory. */
export async function openPeer(): Promise<Peer> {
  return describePeer<np.NDArray, Result>({
    name: 'numpy-ts',
    array: ({ values, shape }) => np.array(values, 'float32').reshape(...shape),
    operations: {
      matmul: (x, y) => np.matmul(x, y),
      matmulNT: (x, y) => np.matmul(x, np.transpose(y)),
      add: (x, y) => np.add(x, y),
      exp: (x) => np.exp(x),
      tanh: (x) => np.tanh(x),
      'sum all': (x) => np.sum(x),
      'sum axis 0': (x) => np.sum(x, 0),
      'sum axis 1': (x) => np.sum(x, 1),
      'mean all': (x) => np.mean(x),
      'mean axis 0': (x) => np.mean(x, 0),
      'mean axis 1': (x) => np.mean(x, 1),
      'max all': (x) => np.max(x),
      argsort: (x) => np.argsort(x),
      transpose: (x) => np.transpose(x),
    },
    finish: (result) => {
      if (isArray(result)) result.dispose();
    },
    read: (result) => (isArray(result) ? (np.ascontiguousarray(result).data as Float32Array) : [Number(result)]),
  });
}

function isArray(result: Result): result is np.NDArray {
  return result instanceof np.NDArrayCore;
}

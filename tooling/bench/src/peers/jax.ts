import { blockUntilReady, init, nn, numpy as np } from '@jax-js/jax';
import { describePeer, type Peer } from './peer.ts';

/** jax-js on its wasm device, one operation at a time, as users call it: each is compiled once and cached. */
export async function openPeer(): Promise<Peer> {
  if (!(await init('wasm')).includes('wasm')) throw new Error('its wasm device does not start');
  return describePeer<np.Array, np.Array>({
    name: 'jax-js',
    array: ({ values, shape }) => np.array(values).reshape([...shape]),
    // Operations consume their arguments; `.ref` keeps them.
    operations: {
      matmul: (x, y) => np.matmul(x.ref, y.ref),
      matmulNT: (x, y) => np.matmul(x.ref, np.transpose(y.ref)),
      add: (x, y) => np.add(x.ref, y.ref),
      exp: (x) => np.exp(x.ref),
      tanh: (x) => np.tanh(x.ref),
      gelu: (x) => nn.gelu(x.ref),
      'sum all': (x) => np.sum(x.ref),
      'sum axis 0': (x) => np.sum(x.ref, 0),
      'sum axis 1': (x) => np.sum(x.ref, 1),
      'mean all': (x) => np.mean(x.ref),
      'mean axis 0': (x) => np.mean(x.ref, 0),
      'mean axis 1': (x) => np.mean(x.ref, 1),
      'max all': (x) => np.max(x.ref),
      argsort: (x) => np.argsort(x.ref),
      transpose: (x) => np.transpose(x.ref),
    },
    // Evaluation is lazy. The data stays where it is: reading it would time a copy.
    finish: async (result) => {
      await blockUntilReady(result);
      result.dispose();
    },
    read: async (result) => (await result.data()) as ArrayLike<number>,
  });
}

import * as tf from '@tensorflow/tfjs-core';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { describePeer, type Peer } from './peer.ts';

/** TensorFlow.js on its wasm backend: SIMD, and in Node one thread. It has no argsort. */
export async function openPeer(): Promise<Peer> {
  if (!(await setBackend('wasm'))) throw new Error('its wasm backend does not start');
  return describePeer<tf.Tensor, tf.Tensor>({
    name: 'tfjs-wasm',
    array: ({ values, shape }) => tf.tensor(values, [...shape]),
    operations: {
      matmul: (x, y) => tf.matMul(x, y),
      matmulNT: (x, y) => tf.matMul(x, y, false, true),
      add: tf.add,
      exp: tf.exp,
      tanh: tf.tanh,
      'sum all': (x) => tf.sum(x),
      'sum axis 0': (x) => tf.sum(x, 0),
      'sum axis 1': (x) => tf.sum(x, 1),
      'mean all': (x) => tf.mean(x),
      'mean axis 0': (x) => tf.mean(x, 0),
      'mean axis 1': (x) => tf.mean(x, 1),
      'max all': (x) => tf.max(x),
      transpose: (x) => tf.transpose(x),
    },
    finish: (result) => result.dispose(),
    read: (result) => result.dataSync(),
  });
}

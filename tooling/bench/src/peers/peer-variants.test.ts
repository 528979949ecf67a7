import { tensor } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { describePeer } from './peer.ts';
import { largestError, peerVariants } from './peer-variants.ts';

const peer = (name: string, add: (x: Float32Array, y: Float32Array) => Float32Array) =>
  describePeer<Float32Array, Float32Array>({
    name,
    array: ({ values }) => values,
    operations: { add },
    finish: () => undefined,
    read: (result) => result,
  });

const right = peer('right', (x, y) => x.map((value, i) => value + y[i]));
const wrong = peer('wrong', (x) => x);
const broken = peer('broken', () => {
  throw new Error('no kernel\nat somewhere');
});

describe('peerVariants', () => {
  const [x, y] = [tensor([1, 2]), tensor([3, 5])];
  const peers = { peers: [right, wrong, broken], missing: [] };

  test('keeps those whose result is ours and says what is wrong with the others', async () => {
    const { variants, remarks } = await peerVariants(peers, 'add', [x, y], tensor([4, 7]));
    expect(Object.keys(variants)).toEqual(['right']);
    expect(remarks).toEqual([
      'add of wrong is not available: its result differs from ours by 0.71 of the largest.',
      'add of broken is not available: no kernel.',
    ]);
  });

  test('a peer without the operation is left out silently', async () => {
    expect(await peerVariants(peers, 'exp', [x], x)).toEqual({ variants: {}, remarks: [] });
  });
});

test('the largest error is relative to the largest element', () => {
  expect(largestError([1, 98], [0, 100])).toBe(0.02);
  expect(largestError([0], [0])).toBe(0);
  expect(largestError([1], [1, 2])).toBeNaN();
  expect(largestError([Number.NaN], [1])).toBeNaN();
});

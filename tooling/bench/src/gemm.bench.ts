import { type FloatDType, matmul, Rng, randn, slice, type Tensor, tidy } from '@ml/tensor';
import {
  loadPeers,
  measure,
  milliseconds,
  peerVariants,
  publish,
  Roof,
  speedup,
  speedups,
  twoThreadGain,
  useOneThread,
  type Work,
} from './index.ts';

/** The three loops of the definition, in plain TypeScript on plain arrays. */
function naive(n: number, a: Float32Array, b: Float32Array, c = new Float32Array(n * n)): Work {
  return () => {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let total = 0;
        for (let p = 0; p < n; p++) total += a[i * n + p] * b[p * n + j];
        c[i * n + j] = total;
      }
    }
  };
}

function matrices(shape: readonly number[], dtype: FloatDType = 'float32'): [a: Tensor, b: Tensor] {
  return [randn(shape, { rng: new Rng(0), dtype }), randn(shape, { rng: new Rng(1), dtype })];
}

const product =
  (x: Tensor, y: Tensor): Work =>
  () =>
    tidy(() => void matmul(x, y));

useOneThread();
const peers = await loadPeers();
const sizes = [32, 256, 512, 1024];

const layouts = [];
for (const n of sizes) {
  const [a, b] = matrices([n, n]);
  const [aT, bT]: Tensor[] = [a.transpose(), b.transpose()];
  const [stackA, stackB] = matrices([2, n, n]);
  const [sparseA, sparseB] = matrices([n, 2 * n]).map((x): Tensor => slice(x, null, { step: 2 }));
  const roof = new Roof();
  const times = await measure(
    {
      roof: roof.work,
      NN: product(a, b),
      NT: product(a, bT),
      TN: product(aT, b),
      TT: product(aT, bT),
      batched: product(stackA, stackB),
      strided: product(sparseA, sparseB),
    },
    { seconds: 2.5 },
  );
  const flops = 2 * n ** 3;
  layouts.push({
    n,
    ...milliseconds(times.NN),
    'roof GFLOP/s': roof.rate / 1e9,
    'NN GFLOP/s': flops / times.NN.min / 1e9,
    'NN / roof': flops / times.NN.min / roof.rate,
    'NT / NN': speedup(times.NT, times.NN),
    'TN / NN': speedup(times.TN, times.NN),
    'TT / NN': speedup(times.TT, times.NN),
    'batched / NN': times.NN.min / (times.batched.min / 2),
    'strided / NN': speedup(times.strided, times.NN),
    '2 threads / 1': n < 256 ? '' : await twoThreadGain(product(a, b)),
  });
}
publish(
  'float32 matmul',
  `The whole operation on n×n matrices (shapes checked, result allocated), one thread. The roof is a kernel of 128-bit multiply–adds that touches
registers only, timed in turns with it. Other layouts are given as fractions of the rate of NN; batched: two products at once; strided:
every second column of wider matrices.`,
  layouts,
);

const comparisons = [];
const remarks = [...peers.missing];
for (const n of sizes) {
  const [a, b] = matrices([n, n]);
  const bT: Tensor = b.transpose();
  for (const layout of ['NN', 'NT'] as const) {
    const right = layout === 'NN' ? b : bT;
    const ours = product(a, right);
    const { variants, remarks: more } = await peersOf(layout, a, b, right);
    remarks.push(...more);
    const oracle: Record<string, Work> =
      layout === 'NN' && n <= 256 ? { 'naive loops': naive(n, values(a), values(b)) } : {};
    const times = await measure<string>({ ours, ...oracle, ...variants }, { seconds: 1.5, runs: 3, warmUp: 1 });
    const names = ['naive loops', ...peers.peers.map(({ name }) => name)];
    comparisons.push({ n, layout, ...milliseconds(times.ours), ...speedups(times.ours, times, names) });
  }
}
publish(
  'float32 matmul beside others',
  ['How many times as fast ours is, one thread each. ml-matrix computes in float64.', ...remarks].join(' '),
  comparisons,
);

async function peersOf(layout: 'NN' | 'NT', a: Tensor, b: Tensor, right: Tensor) {
  const expected: Tensor = matmul(a, right);
  const found = await peerVariants(peers, layout === 'NN' ? 'matmul' : 'matmulNT', [a, b], expected);
  expected.dispose();
  // A product of this size takes some seconds in plain JavaScript, and says nothing that 512 has not said.
  const { 'ml-matrix': slow, ...rest } = found.variants;
  return a.shape[0] > 512 ? { ...found, variants: rest } : found;
}

function values(x: Tensor): Float32Array {
  return Float32Array.from(x.toTypedArray());
}

const doubles = [];
for (const n of [256, 512]) {
  const [a, b] = matrices([n, n], 'float64');
  const bT: Tensor = b.transpose();
  const roof = new Roof();
  const times = await measure({ roof: roof.work, NN: product(a, b), NT: product(a, bT) });
  const rate = (2 * n ** 3) / times.NN.min;
  doubles.push({
    n,
    ...milliseconds(times.NN),
    'half the float32 roof, GFLOP/s': roof.rate / 2e9,
    'NN GFLOP/s': rate / 1e9,
    'NN / roof': rate / (roof.rate / 2),
    'NT / NN': speedup(times.NT, times.NN),
    '2 threads / 1': await twoThreadGain(product(a, b)),
  });
}
publish(
  'float64 matmul',
  'As above. A 128-bit vector holds half as many float64, so the roof is taken to be half the float32 one measured in turns with it.',
  doubles,
);

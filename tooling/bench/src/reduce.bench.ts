import { argsort, max, mean, Rng, randn, sum, type Tensor, tidy } from '@ml/tensor';
import {
  loadPeers,
  measure,
  memoryRead,
  milliseconds,
  peerVariants,
  publish,
  speedups,
  twoThreadGain,
  useOneThread,
  type Work,
} from './index.ts';

const side = 1000;
const n = side * side;
const x: Tensor = randn([side, side], { rng: new Rng(0) });
const flat: Tensor = x.reshape([n]);
const values = Float32Array.from(x.toTypedArray());

/** Plain loops in float64; a mean is a sum and a division more. */
function naiveAll(): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += values[i];
  return total;
}

function naiveAxis0(): Float64Array {
  const totals = new Float64Array(side);
  for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) totals[j] += values[i * side + j];
  return totals;
}

function naiveAxis1(): Float64Array {
  const totals = new Float64Array(side);
  for (let i = 0; i < side; i++) {
    let total = 0;
    for (let j = 0; j < side; j++) total += values[i * side + j];
    totals[i] = total;
  }
  return totals;
}

function naiveMax(): number {
  let best = -Infinity;
  for (let i = 0; i < n; i++) if (values[i] > best) best = values[i];
  return best;
}

function naiveArgsort(): Uint32Array {
  return new Uint32Array(n).map((_, i) => i).sort((i, j) => values[i] - values[j]);
}

const reductions = {
  'sum all': { run: (): Tensor => sum(x), naive: naiveAll },
  'sum axis 0': { run: (): Tensor => sum(x, { axis: 0 }), naive: naiveAxis0 },
  'sum axis 1': { run: (): Tensor => sum(x, { axis: 1 }), naive: naiveAxis1 },
  'mean all': { run: (): Tensor => mean(x), naive: () => naiveAll() / n },
  'mean axis 0': { run: (): Tensor => mean(x, { axis: 0 }), naive: () => naiveAxis0().map((total) => total / side) },
  'mean axis 1': { run: (): Tensor => mean(x, { axis: 1 }), naive: () => naiveAxis1().map((total) => total / side) },
  'max all': { run: (): Tensor => max(x), naive: naiveMax },
  argsort: { run: (): Tensor => argsort(flat), naive: naiveArgsort },
} satisfies Record<string, { readonly run: () => Tensor; readonly naive: Work }>;

useOneThread();
const peers = await loadPeers();
const remarks = [...peers.missing];
const names = ['naive loop', ...peers.peers.map(({ name }) => name)];
const rows = [];
for (const operation of Object.keys(reductions) as (keyof typeof reductions)[]) {
  const { run, naive } = reductions[operation];
  const sorting = operation === 'argsort';
  const ours = () => tidy(() => void run());
  const expected = run();
  // Positions of equal elements may differ between sorts; the elements there may not.
  const comparable = sorting ? (order: ArrayLike<number>) => Array.from(order, (i) => values[i]) : undefined;
  const found = await peerVariants(peers, operation, [sorting ? flat : x], expected, comparable);
  expected.dispose();
  remarks.push(...found.remarks);
  const times = await measure<string>(
    { ours, read: memoryRead(4 * n), 'naive loop': naive, ...found.variants },
    { seconds: 3, warmUp: sorting ? 1 : 3 },
  );
  rows.push({
    operation,
    ...milliseconds(times.ours),
    'read GB/s': (4 * n) / times.read.min / 1e9,
    'speed / read': sorting ? '' : times.read.min / times.ours.min,
    ...speedups(times.ours, times, names),
    '2 threads / 1': await twoThreadGain(ours),
  });
}

publish(
  'Reductions and sorting of 10⁶ float32',
  [
    `A matrix of ${side}×${side}, argsort of its elements in one row; one thread, result allocated. The speed of reading is that of the C library`,
    'looking through 4 MB for a byte that is not there. ml-matrix computes in float64.',
    ...remarks,
  ].join(' '),
  rows,
);

import { add, matmul, Rng, randn, reshape, slice, type Tensor, tidy, transpose } from '@ml/tensor';
import { loadPeers, measure, peerVariants, publish, speedup, speedups, useOneThread, type Work } from './index.ts';

const calls = 100;
const rng = new Rng(0);
const [a, b] = [0, 1].map((): Tensor => randn([32, 32], { rng }));
const [u, v] = [0, 1].map((): Tensor => randn([1000], { rng }));

function naiveMatmul(): Work {
  const [x, y] = [a, b].map((tensor) => Float32Array.from(tensor.toTypedArray()));
  return () => {
    const out = new Float32Array(1024);
    for (let i = 0; i < 32; i++) {
      for (let j = 0; j < 32; j++) {
        let total = 0;
        for (let p = 0; p < 32; p++) total += x[i * 32 + p] * y[p * 32 + j];
        out[i * 32 + j] = total;
      }
    }
    return out;
  };
}

function naiveAdd(): Work {
  const [x, y] = [u, v].map((tensor) => Float32Array.from(tensor.toTypedArray()));
  return () => {
    const out = new Float32Array(1000);
    for (let i = 0; i < 1000; i++) out[i] = x[i] + y[i];
    return out;
  };
}

interface SmallOperation {
  readonly name: string;
  readonly run: () => Tensor;
  readonly naive?: Work;
  readonly peers?: { readonly operation: 'matmul' | 'add' | 'transpose'; readonly inputs: readonly Tensor[] };
}

const operations: readonly SmallOperation[] = [
  {
    name: '32×32 matmul',
    run: () => matmul(a, b),
    naive: naiveMatmul(),
    peers: { operation: 'matmul', inputs: [a, b] },
  },
  { name: '1,000-element add', run: () => add(u, v), naive: naiveAdd(), peers: { operation: 'add', inputs: [u, v] } },
  { name: 'transpose (view)', run: () => transpose(a), peers: { operation: 'transpose', inputs: [a] } },
  { name: 'reshape (view)', run: () => reshape(u, [10, 100]) },
  { name: 'slice (view)', run: () => slice(a, [4, 20], 3) },
];

useOneThread();
const loaded = await loadPeers();
const remarks = [...loaded.missing];
const names = ['naive loop', ...loaded.peers.map(({ name }) => name)];
const rows = [];
for (const { name, run, naive, peers } of operations) {
  const expected = run();
  const found = peers && (await peerVariants(loaded, peers.operation, peers.inputs, expected));
  expected.dispose();
  remarks.push(...(found?.remarks ?? []));
  const times = await measure<string>(
    {
      scope: () =>
        tidy(() => {
          for (let i = 0; i < calls; i++) run();
        }),
      'own scope': () => tidy(() => void run()),
      dispose: () => run().dispose(),
      ...(naive && { 'naive loop': naive }),
      ...found?.variants,
    },
    { batch: 0.01, seconds: 3 },
  );
  const [min, median] = [times.scope.min, times.scope.median].map((seconds) => seconds / calls);
  const one = { ...times.scope, min };
  rows.push({
    operation: name,
    'per second, best': Math.round(1 / min),
    'per second, median': Math.round(1 / median),
    'µs, best': min * 1e6,
    'a tidy for each': speedup(times['own scope'], one),
    'dispose, no tidy': speedup(times.dispose, one),
    ...speedups(one, times, names),
  });
}

publish(
  'Small operations',
  [
    `One thread, ${calls} calls in one \`tidy\`; then the speed with a \`tidy\` around each call, and with \`dispose()\` instead of any, as fractions of that.`,
    'Where a library copies to transpose, its copy is what is timed.',
    ...remarks,
  ].join(' '),
  rows,
);

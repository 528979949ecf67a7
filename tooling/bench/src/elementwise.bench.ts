import { add, exp, gelu, Rng, randn, type Tensor, tanh, tidy } from '@ml/tensor';
import {
  loadPeers,
  measure,
  memoryCopy,
  milliseconds,
  peerVariants,
  publish,
  speedups,
  twoThreadGain,
  useOneThread,
  type Work,
} from './index.ts';

const n = 1_000_000;
const x: Tensor = randn([1000, 1000], { rng: new Rng(0) });
const y: Tensor = randn([1000, 1000], { rng: new Rng(1) });
const [a, b] = [x, y].map((tensor) => Float32Array.from(tensor.toTypedArray()));
const target = new Float32Array(n);

/** The loop that one would write with `Math`. Each has its own function, so that V8 can inline the body. */
const loops: Readonly<Record<string, Work>> = {
  add: () => {
    for (let i = 0; i < n; i++) target[i] = a[i] + b[i];
  },
  exp: () => {
    for (let i = 0; i < n; i++) target[i] = Math.exp(a[i]);
  },
  tanh: () => {
    for (let i = 0; i < n; i++) target[i] = Math.tanh(a[i]);
  },
  gelu: () => {
    for (let i = 0; i < n; i++) {
      const z = a[i];
      target[i] = 0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));
    }
  },
};

const operations = {
  add: { run: (): Tensor => add(x, y), inputs: [x, y] },
  exp: { run: (): Tensor => exp(x), inputs: [x] },
  tanh: { run: (): Tensor => tanh(x), inputs: [x] },
  gelu: { run: (): Tensor => gelu(x, { approximate: 'tanh' }), inputs: [x] },
} as const;

useOneThread();
const peers = await loadPeers();
const remarks = [...peers.missing];
const names = ['Math loop', ...peers.peers.map(({ name }) => name)];
const copiedBytes = 4 * n;
const rows = [];
for (const operation of ['add', 'exp', 'tanh', 'gelu'] as const) {
  const { run, inputs } = operations[operation];
  const ours = () => tidy(() => void run());
  const expected = run();
  const { variants, remarks: more } = await peerVariants(peers, operation, inputs, expected);
  expected.dispose();
  remarks.push(...more);
  const times = await measure<string>(
    { ours, copy: memoryCopy(copiedBytes), 'Math loop': loops[operation], ...variants },
    { seconds: 4 },
  );
  const copySpeed = (2 * copiedBytes) / times.copy.min;
  const speed = (4 * n * (inputs.length + 1)) / times.ours.min;
  rows.push({
    operation,
    ...milliseconds(times.ours),
    'GB/s': speed / 1e9,
    'copy GB/s': copySpeed / 1e9,
    'speed / copy': speed / copySpeed,
    ...speedups(times.ours, times, names),
    '2 threads / 1': await twoThreadGain(ours),
  });
}

publish(
  'Elementwise on 10⁶ float32',
  [
    'One thread, result allocated. Bytes read and written count, for the copy of 4 MB too (`Uint8Array.set`). gelu is the tanh form.',
    'ml-matrix computes in float64.',
    ...remarks,
  ].join(' '),
  rows,
);

import { engine, matmul, Rng, randn, type Tensor, tidy } from '@ml/tensor';
import { measure, publish } from './index.ts';

const roofIterations = 200_000;

/** The three loops of the definition, in plain TypeScript on plain arrays. */
function naive(c: Float32Array, a: Float32Array, b: Float32Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let total = 0;
      for (let p = 0; p < n; p++) total += a[i * n + p] * b[p * n + j];
      c[i * n + j] = total;
    }
  }
}

const rows = [32, 256, 512, 1024].map((n) => {
  const [a, b]: Tensor[] = [0, 1].map((seed) => randn([n, n], { rng: new Rng(seed) }));
  const [aT, bT]: Tensor[] = [a.transpose(), b.transpose()];
  const plain = [a, b, a].map((x) => x.toTypedArray() as Float32Array);
  const repeats = Math.ceil(2e6 / n ** 3);
  const repeated = (work: () => unknown) => () => {
    for (let i = 0; i < repeats; i++) tidy(work);
  };
  let roof = 0;
  const times = measure({
    roof: () => {
      roof = Math.max(roof, engine.multiplyAddRoof(roofIterations));
    },
    NN: repeated(() => matmul(a, b)),
    NT: repeated(() => matmul(a, bT)),
    TN: repeated(() => matmul(aT, b)),
    naive: n > 256 ? () => undefined : repeated(() => naive(plain[2], plain[0], plain[1], n)),
  });
  const rate = (2 * n ** 3 * repeats) / times.NN.min;
  return {
    n,
    'roof GFLOP/s': (roof / 1e9).toFixed(1),
    'NN GFLOP/s': (rate / 1e9).toFixed(1),
    'NN / roof': (rate / roof).toFixed(2),
    'NT / NN': (times.NN.min / times.NT.min).toFixed(2),
    'TN / NN': (times.NN.min / times.TN.min).toFixed(2),
    'NN / naive': n > 256 ? '' : (times.naive.min / times.NN.min).toFixed(1),
  };
});

publish(
  'float32 matmul',
  `One thread, \`${engine.kernelBuild}\` kernels, the whole operation (shapes checked, result allocated); the roof is a register-only multiply–add kernel timed in turns with it.`,
  rows,
);

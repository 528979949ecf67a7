import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { backward, noGrad, parameter } from '@ml/autograd';
import { attention, getThreads, memory, Rng, randn, setThreads, sum, type Tensor, tidy, zeros } from '@ml/tensor';
import { gptTraining } from './gpt-training.ts';
import { options, publish, type Row, useOneThread } from './index.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const megabytes = (bytes: number) => bytes / 2 ** 20;

async function snapshot(step: number): Promise<Row> {
  collectGarbage();
  await new Promise(setImmediate); // finalization callbacks run between tasks only
  const { rss, heapUsed } = process.memoryUsage();
  const { liveBytes, liveBlocks, reservedBytes } = memory.report();
  return {
    'after step': step,
    'live tensors, bytes': liveBytes,
    'live blocks': liveBlocks,
    'wasm heap, MB': megabytes(reservedBytes),
    'JavaScript heap, MB': megabytes(heapUsed),
    'resident, MB': megabytes(rss),
  };
}

const D = 64;
let keptBefore = 0;

/**
 * The most bytes that `fn` has live beyond those of its operands, kernels' work space included: that is kept for the next
 * call, so it counts for every later one too.
 */
function peakOf(fn: () => void): number {
  // The peak is that of the whole program. Up to there the heap is filled first, so that `fn` sets a new one.
  const ballast: Tensor[] = [];
  for (let missing = gap(); missing > 0; missing = gap()) ballast.push(zeros([missing], { dtype: 'uint8' }));
  const before = memory.report().liveBytes;
  fn();
  const { peakBytes, liveBytes } = memory.report();
  const peak = peakBytes - (before - keptBefore);
  keptBefore += liveBytes - before;
  for (const x of ballast) x.dispose();
  return peak;
}

function gap(): number {
  const { liveBytes, peakBytes } = memory.report();
  return peakBytes - liveBytes;
}

const threads = getThreads();
useOneThread();
const attended: Row[] = [];
for (const T of [256, 512, 1024, 2048]) {
  const operands = [0, 1, 2].map((seed): Tensor => randn([1, 1, T, D], { rng: new Rng(seed) }));
  const learned = operands.map((x) => parameter(x));
  const [q, k, v] = learned;
  const forward = peakOf(() => noGrad(() => tidy(() => void attention(q, k, v, { causal: true }))));
  const both = peakOf(() => {
    tidy(() => backward(sum(attention(q, k, v, { causal: true }) as Tensor)));
    for (const x of learned) x.zeroGrad();
  });
  attended.push({
    T,
    'an operand, kB': (4 * T * D) / 1024,
    'T × T, kB': (4 * T * T) / 1024,
    'forward, kB': forward / 1024,
    'forward and backward, kB': both / 1024,
    'forward, bytes per T': forward / T,
    'forward and backward, bytes per T': both / T,
  });
  for (const x of [...operands, ...learned]) x.dispose();
}
publish(
  'Memory of attention',
  `Causal, one head of ${D} features, one thread: the most that is live beyond the operands: results, saved tensors, gradients and work space. Bytes per T do not grow where memory is O(T).`,
  attended,
);

setThreads(threads);
const { steps } = options;
const train = gptTraining({ nLayer: 2, nHead: 2, nEmbd: 64, blockSize: 32, batch: 4 });
const stops = new Set([10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, steps].filter((stop) => stop <= steps));
const rows: Row[] = [];
for (let step = 1; step <= steps; step++) {
  train.step();
  if (stops.has(step)) rows.push(await snapshot(step));
}
publish(
  'Memory of training',
  `${steps.toLocaleString('en-US')} steps of a small GPT (2 layers, 2 heads, 64 wide, block 32, batch 4), all threads. JavaScript's heap is read after a full collection.`,
  rows,
);

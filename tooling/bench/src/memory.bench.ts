import { getHeapSpaceStatistics, queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { backward, noGrad, parameter } from '@ml/autograd';
import { attention, memory, Rng, randn, sum, type Tensor, tidy, zeros } from '@ml/tensor';
import { type GPTTraining, gptTraining } from './gpt-training.ts';
import { options, publish, type Row, useOneThread } from './index.ts';

setFlagsFromString('--expose-gc');
// V8 doubles its area for young objects up to 64 MB in the course of any long run, whatever the program keeps.
setFlagsFromString('--semi-space-growth-factor=1');
const collectGarbage: () => void = runInNewContext('gc');
const megabytes = (bytes: number) => bytes / 2 ** 20;

/** Machine code, bytecode and what they refer to. */
function codeBytes(): number {
  const spaces = getHeapSpaceStatistics().filter(({ space_name }) => /code|trusted/.test(space_name));
  return spaces.reduce((bytes, space) => bytes + space.space_used_size, 0);
}

async function snapshot(step: number, rows: number): Promise<Row> {
  collectGarbage();
  await new Promise(setImmediate); // finalization callbacks run between tasks only
  const objects = (queryObjects(Object) as number) - rows; // the rows of the table are its own
  const { rss, heapUsed } = process.memoryUsage();
  const { liveBytes, liveBlocks, reservedBytes } = memory.report();
  const code = codeBytes();
  return {
    'after step': step,
    'live tensors, bytes': liveBytes,
    'live blocks': liveBlocks,
    'wasm heap, MB': megabytes(reservedBytes),
    'JavaScript objects': objects,
    'JavaScript heap without code, MB': megabytes(heapUsed - code),
    'code, MB': megabytes(code),
    'resident, MB': megabytes(rss),
  };
}

/** Looks at memory at 1, 2, 5, 10, 20, … steps; garbage that V8 would keep until there is more of it is collected every 100. */
async function watch(train: GPTTraining, steps: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let step = 1; step <= steps; step++) {
    train.step();
    if (step % 100 === 0) collectGarbage();
    if (/^[125]0*$/.test(String(step)) || step === steps) rows.push(await snapshot(step, rows.length));
  }
  return rows;
}

const explanation =
  "JavaScript's side is read after a full collection: the objects it has, its heap, and apart from it the code that V8 has compiled and what belongs to that. V8 compiles what is hot anew for some thousand steps, and memory its compilers have used stays with the process. Its area for young objects is kept from growing, and garbage is collected every 100 steps.";
const { steps } = options;
await snapshot(0, 0); // what looking needs is there before it counts
publish(
  'Memory of training',
  `${steps.toLocaleString('en-US')} steps of a small GPT (2 layers, 2 heads, 64 wide, block 32, batch 4), all threads. ${explanation}`,
  await watch(gptTraining({ nLayer: 2, nHead: 2, nEmbd: 64, blockSize: 32, batch: 4 }), steps),
);
publish(
  'Memory of long training',
  `${(10 * steps).toLocaleString('en-US')} steps of a tiny GPT (1 layer, 1 head, 16 wide, block 8, batch 2) in the same process, after the table above.`,
  await watch(gptTraining({ nLayer: 1, nHead: 1, nEmbd: 16, blockSize: 8, batch: 2 }), 10 * steps),
);

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

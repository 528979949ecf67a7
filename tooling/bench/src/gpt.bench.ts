import { setTimeout as sleep } from 'node:timers/promises';
import { stopUsingBlas, useBlas } from '@ml/blas';
import { type GPTTrainingConfig, gptTraining } from './gpt-training.ts';
import { measure, onThreads, options, type PreparedWork, publish, type Row } from './index.ts';
import { notAvailable } from './peers/load-peers.ts';
import { openTorch, type Torch } from './torch.ts';

/** nanoGPT's size for a CPU, and its size for a GPU with a smaller batch; a run is so many steps. */
const experiments: readonly { config: GPTTrainingConfig; steps: number; seconds: number }[] = [
  { config: { nLayer: 4, nHead: 4, nEmbd: 128, blockSize: 64, batch: 12 }, steps: 10, seconds: 25 },
  { config: { nLayer: 6, nHead: 6, nEmbd: 384, blockSize: 256, batch: 8 }, steps: 2, seconds: 40 },
];

const threadCounts = [1, 2];

/** Threads of a BLAS go on spinning for some 30 ms after their last job: nobody's turn begins before they sleep. */
function afterQuiet({ prepare, run }: PreparedWork): PreparedWork {
  return { prepare: () => sleep(100).then(prepare), run };
}

/** Products by the system's BLAS during the run: the other variants use the WebAssembly kernels. */
function withBlas({ prepare, run }: PreparedWork): PreparedWork {
  return {
    prepare: () => {
      useBlas();
      return prepare();
    },
    run: () => {
      run();
      stopUsingBlas();
    },
  };
}

let blas: string | null = null;
let aboutBlas: string;
try {
  const { about, library } = useBlas();
  blas = about?.split(' ')[0] ?? library;
  aboutBlas = `ours + ${blas}: with @ml/blas on ${about ?? library}.`;
  stopUsingBlas();
} catch (error) {
  aboutBlas = notAvailable('@ml/blas', error);
}

const torches: Torch<GPTTrainingConfig>[] = [];
const small: GPTTrainingConfig = { nLayer: 1, nHead: 1, nEmbd: 2, blockSize: 2, batch: 1 };
let about: string;
try {
  for (const threads of threadCounts) torches.push(await openTorch('gpt.py', threads, small));
  about = `${torches[0].about}: the same model, batch, optimizer and clipping, in processes of their own. Ratios are to whichever number of threads suits PyTorch better.`;
} catch (error) {
  about = notAvailable('PyTorch', error);
}

const rows: Row[] = [];
for (const experiment of experiments) {
  const steps = options.quick ? 1 : experiment.steps;
  const config = options.quick ? { ...experiment.config, nLayer: 1 } : experiment.config;
  const { nLayer, nHead, nEmbd, blockSize, batch } = config;
  const model = `${nLayer} layers, ${nHead} heads, ${nEmbd} wide, block ${blockSize}, batch ${batch}`;
  const training = gptTraining(config);
  const repeated = (): void => {
    for (let step = 0; step < steps; step++) training.step();
  };
  const variants: Record<string, PreparedWork> = {};
  for (const threads of threadCounts) {
    const ours = onThreads(threads, repeated, training.step);
    variants[`ours, ${threads}`] = afterQuiet(ours);
    if (blas !== null) variants[`ours + ${blas}, ${threads}`] = withBlas(afterQuiet(ours));
  }
  for (const { threads, train } of torches) {
    const { parameters } = await train({ ...config, steps: 0 });
    if (parameters !== training.parameters) throw new Error(`${model}: PyTorch has ${parameters} parameters`);
    variants[`PyTorch, ${threads}`] = afterQuiet({ prepare: () => undefined, run: () => train({ ...config, steps }) });
  }
  const times = await measure(variants, { seconds: experiment.seconds, runs: 3, warmUp: 0 });
  const tokens = batch * blockSize * steps;
  const torchTimes = torches.map(({ threads }) => times[`PyTorch, ${threads}`]);
  for (const [variant, { min, median }] of Object.entries(times)) {
    rows.push({
      model,
      'library, threads': variant,
      'ms per step, min': (min * 1000) / steps,
      'ms per step, median': (median * 1000) / steps,
      'tokens/s, best': Math.round(tokens / min),
      'tokens/s, median': Math.round(tokens / median),
      '× PyTorch, best': torchTimes.length > 0 ? Math.min(...torchTimes.map((x) => x.min)) / min : '',
      '× PyTorch, median': torchTimes.length > 0 ? Math.min(...torchTimes.map((x) => x.median)) / median : '',
    });
  }
}
for (const torch of torches) torch.close();
publish('GPT training', `Forward, backward, clipping and AdamW; runs take turns. ${aboutBlas} ${about}`, rows);

import { setTimeout as sleep } from 'node:timers/promises';
import { measure, onThreads, options, type PreparedWork, publish, type Row } from './index.ts';
import { mnistTraining } from './mnist-training.ts';
import { notAvailable } from './peers/load-peers.ts';
import { openTorch, type Torch } from './torch.ts';

const batch = 64;
const steps = options.quick ? 1 : 8;
const threadCounts = [1, 2];

/** Threads of a BLAS go on spinning for some 30 ms after their last job: nobody's turn begins before they sleep. */
function afterQuiet({ prepare, run }: PreparedWork): PreparedWork {
  return { prepare: () => sleep(100).then(prepare), run };
}

const torches: Torch<{ readonly batch: number }>[] = [];
let about: string;
try {
  for (const threads of threadCounts) torches.push(await openTorch('mnist.py', threads, { batch: 2 }));
  about = `${torches[0].about}: the same network, batch and optimizer, in processes of their own. Ratios are to whichever number of threads suits PyTorch better.`;
} catch (error) {
  about = notAvailable('PyTorch', error);
}

const training = mnistTraining(batch);
const repeated = (): void => {
  for (let step = 0; step < steps; step++) training.step();
};
const variants: Record<string, PreparedWork> = {};
for (const threads of threadCounts) {
  variants[`ours, ${threads}`] = afterQuiet(onThreads(threads, repeated, training.step));
}
for (const { threads, train } of torches) {
  const { parameters } = await train({ batch, steps: 0 });
  if (parameters !== training.parameters) throw new Error(`PyTorch has ${parameters} parameters`);
  variants[`PyTorch, ${threads}`] = afterQuiet({ prepare: () => undefined, run: () => train({ batch, steps }) });
}
const times = await measure(variants, { seconds: 30, runs: 3, warmUp: 0 });
const images = batch * steps;
const torchTimes = torches.map(({ threads }) => times[`PyTorch, ${threads}`]);
const rows = Object.entries(times).map(
  ([variant, { min, median }]): Row => ({
    'library, threads': variant,
    'ms per step, min': (min * 1000) / steps,
    'ms per step, median': (median * 1000) / steps,
    'images/s, best': Math.round(images / min),
    'images/s, median': Math.round(images / median),
    '× PyTorch, best': torchTimes.length > 0 ? Math.min(...torchTimes.map((x) => x.min)) / min : '',
    '× PyTorch, median': torchTimes.length > 0 ? Math.min(...torchTimes.map((x) => x.median)) / median : '',
  }),
);
for (const torch of torches) torch.close();
publish(
  'MNIST training',
  `The network of PyTorch's MNIST example (convolutions of 32 and 64 channels, pooling, 128, 10; 1.2 million parameters), batch ${batch}: forward, backward and AdamW; runs take turns. ${about}`,
  rows,
);

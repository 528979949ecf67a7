import { GPT } from '@ml/nlp';
import { AdamW, decayGroups, trainStep } from '@ml/nn';
import { memory, Rng, randint } from '@ml/tensor';
import { publish } from './index.ts';

const vocabSize = 65;
const configurations = [
  {
    name: 'nanoGPT on CPU: 4 layers, 4 heads, 128 wide, block 64, batch 12',
    nLayer: 4,
    nHead: 4,
    nEmbd: 128,
    blockSize: 64,
    batch: 12,
    steps: 60,
  },
  {
    name: '6 layers, 6 heads, 384 wide, block 256, batch 8',
    nLayer: 6,
    nHead: 6,
    nEmbd: 384,
    blockSize: 256,
    batch: 8,
    steps: 6,
  },
];

const rows = configurations.map(({ name, batch, steps, ...config }) => {
  const rng = new Rng(1);
  const model = new GPT({ vocabSize, dropout: 0, ...config }, { rng });
  const optimizer = new AdamW(decayGroups(model, 0.1), { lr: 1e-3, beta2: 0.99 });
  const shape = [batch, config.blockSize];
  const data = {
    next: () => ({ ids: randint(0, vocabSize, shape, { rng }), targets: randint(0, vocabSize, shape, { rng }) }),
    getState: () => null,
    setState: () => undefined,
  };
  const times: number[] = [];
  let settled = 0;
  for (let step = 0; step < steps; step++) {
    const start = performance.now();
    trainStep(model, data, step, { loss: (gpt, { ids, targets }) => gpt.loss(ids, targets), optimizer, clipNorm: 1 });
    times.push(performance.now() - start);
    if (step === 1) settled = memory.report().liveBytes;
  }
  const sorted = times.slice(2).sort((a, b) => a - b);
  const tokens = batch * config.blockSize;
  return {
    configuration: name,
    'ms per iteration (median)': sorted[sorted.length >> 1].toFixed(1),
    'tokens/s (median)': Math.round((tokens / sorted[sorted.length >> 1]) * 1000),
    'tokens/s (best)': Math.round((tokens / sorted[0]) * 1000),
    'live bytes grown since step 2': memory.report().liveBytes - settled,
  };
});

publish('GPT training', 'One thread; forward, backward, clipping and AdamW of one batch.', rows);

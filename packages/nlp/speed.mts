import { GPT } from '/work/main/packages/nlp/src/models/gpt.ts';
import { AdamW, decayGroups } from '/work/main/packages/nn/src/index.ts';
import { trainStep } from '/work/main/packages/nn/src/train/train-step.ts';
import { Rng, randint, memory } from '/work/main/packages/tensor/src/index.ts';
const rng = new Rng(1);
const [L,H,C,T,B] = process.argv.slice(2,7).map(Number);
const V=65;
const model = new GPT({ vocabSize: V, blockSize: T, nLayer: L, nHead: H, nEmbd: C, dropout: 0 }, { rng });
const opt = new AdamW(decayGroups(model, 0.1), { lr: 1e-3, beta2: 0.99 });
const data = { next: () => ({ inputs: randint(0, V, [B, T], { rng }), targets: randint(0, V, [B, T], { rng }) }), getState: () => null, setState() {} };
const o = { loss: (m: any, b: any) => m.loss(b.inputs, b.targets), optimizer: opt, clipNorm: 1 };
let best = 1e9;
const n = Number(process.argv[7] ?? 30);
for (let i = 0; i < n; i++) { const t = performance.now(); const r = trainStep(model, data as any, i, o as any); const dt = performance.now() - t; best = Math.min(best, dt); if (i % 10 === 0) console.log(i, r.loss.toFixed(4), dt.toFixed(1), memory.report().liveBytes); }
console.log('best ms', best.toFixed(1), 'tok/s', (B * T / best * 1000).toFixed(0), memory.report());

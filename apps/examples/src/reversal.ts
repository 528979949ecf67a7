// A transformer turns a sequence round: it reads "3 1 4 2 =" and must go on with "2 4 1 3". Every position has to look at
// another one, so nothing but attention can do it.
import { noGrad } from '@ml/autograd';
import { GPT } from '@ml/nlp';
import { AdamW, decayGroups, warmupCosine } from '@ml/nn';
import { argmax, type Rng, type Tensor, tensor, tidy, toTypedArray } from '@ml/tensor';
import type { Example } from './example.ts';
import { fit } from './fit.ts';

const length = 8;
const symbols = 10;
/** The sign that says: now backwards. */
const turn = symbols;

/** Sequences, the sign, and the sequences reversed; targets are the next symbols, −100 where nothing is asked. */
function sequences(count: number, rng: Rng): { ids: Tensor; targets: Tensor } {
  const rows = Array.from({ length: count }, () => {
    const items = Array.from({ length }, () => rng.integers(0, symbols));
    return [...items, turn, ...items.reverse()];
  });
  const ids = rows.map((row) => row.slice(0, -1)); // [B, 2·length]
  const targets = rows.map((row) => row.map((symbol, i) => (i <= length ? -100 : symbol)).slice(1));
  return { ids: tensor(ids, { dtype: 'int32' }), targets: tensor(targets, { dtype: 'int32' }) };
}

export const reversal: Example = {
  about: 'a transformer turns sequences of eight symbols round',
  run: async (options) => {
    const { rng, effort } = options;
    const config = { vocabSize: symbols + 1, blockSize: 2 * length, nLayer: 2, nHead: 2, nEmbd: 64 };
    const model = new GPT(config, { rng });
    const maxSteps = 800;
    const loss = await fit(
      model,
      () => sequences(64, rng),
      {
        loss: (gpt, { ids, targets }) => gpt.loss(ids, targets),
        optimizer: new AdamW(decayGroups(model, 0.01), { lr: 3e-3, beta2: 0.98 }),
        schedule: warmupCosine({ warmup: 50, total: Math.ceil(maxSteps * effort), maxLr: 3e-3, minLr: 1e-4 }),
        clipNorm: 1,
        maxSteps,
      },
      options,
    );
    const accuracy = tidy(() =>
      noGrad(() => {
        const { ids, targets } = sequences(500, rng);
        const guesses = toTypedArray(argmax(model.eval().forward(ids), { axis: -1 }) as Tensor);
        const wanted = toTypedArray(targets);
        const asked = wanted.filter((symbol) => symbol !== -100).length;
        return wanted.filter((symbol, i) => symbol === guesses[i]).length / asked;
      }),
    );
    return { numbers: { loss, accuracy }, pictures: {} };
  },
};

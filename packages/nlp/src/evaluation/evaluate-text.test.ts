import { logSoftmax, memory, Rng, tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { GPT } from '../models/gpt.ts';
import { evaluateText } from './evaluate-text.ts';

const model = new GPT(
  { vocabSize: 6, blockSize: 8, nLayer: 1, nHead: 2, nEmbd: 8, dropout: 0.3 },
  { rng: new Rng(1), dtype: 'float64' },
);
const text = new Rng(2).fillIntegers(new Int32Array(53), 0, 6);

/** The definition: token i from the tokens start … i − 1. */
function lossFrom(starts: (i: number) => number): number {
  const losses = Array.from({ length: text.length - 1 }, (_, n) => {
    const i = n + 1;
    return tidy(() => {
      const context = tensor([[...text.subarray(starts(i), i)]], { dtype: 'int32' });
      return -(logSoftmax(model.forward(context)).slice(0, -1, text[i]).item() as number);
    });
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe('evaluateText', () => {
  test.each([
    { blockSize: 8, stride: 8 },
    { blockSize: 8, stride: 3 },
    { blockSize: 5, stride: 4 },
    { blockSize: 8, stride: 1 },
    { blockSize: 1, stride: 1 },
  ])('every token once, by the first window that reaches it: $blockSize, $stride', ({ blockSize, stride }) => {
    model.eval();
    // Token i is predicted from position i − 1, first covered by window ⌈(i − blockSize) / stride⌉.
    const expected = lossFrom((i) => Math.max(0, Math.ceil((i - blockSize) / stride)) * stride);
    const { loss, perplexity, bitsPerToken, tokens } = evaluateText(model, text, { blockSize, stride, batchSize: 3 });
    expect(loss).toBeCloseTo(expected, 12);
    expect(perplexity).toBeCloseTo(Math.exp(expected), 12);
    expect(bitsPerToken).toBeCloseTo(Math.log2(Math.exp(expected)), 12);
    expect(tokens).toBe(52);
  });

  test('does not drop, draw or stay in another mode', () => {
    model.train();
    const before = model.dropoutRng.getState();
    const first = evaluateText(model, text);
    expect(evaluateText(model, text)).toEqual(first);
    expect(evaluateText(model, text, { batchSize: 1 }).loss).toBeCloseTo(first.loss, 13);
    expect(model.training).toBe(true);
    expect(model.dropoutRng.getState()).toEqual(before);
  });

  test('a text shorter than a block is one window', () => {
    expect(evaluateText(model, text.subarray(0, 2)).tokens).toBe(1);
  });

  test('leaves no memory behind', () => {
    evaluateText(model, text);
    const live = memory.report().liveBytes;
    evaluateText(model, text, { stride: 1 });
    expect(memory.report().liveBytes).toBe(live);
  });

  test.each([
    [Int32Array.of(1), {}, 'a text of 1 tokens has nothing to predict'],
    [text, { blockSize: 9 }, "windows of 9 tokens are more than the model's block size of 8"],
    [text, { blockSize: 4, stride: 5 }, 'a stride of 5 leaves gaps between windows of 4'],
    [text, { stride: 0 }, 'stride must be an integer ≥ 1, not 0'],
    [text, { batchSize: Number.NaN }, 'batchSize must be an integer ≥ 1, not NaN'],
  ])('refuses %# in words', (ids, options, problem) => {
    expect(() => evaluateText(model, ids, options)).toThrow(problem);
  });
});

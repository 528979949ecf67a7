import { backward, parameter } from '@ml/autograd';
import { eye, full, logSoftmax, ones, Rng, randn, ShapeError, type Tensor, tensor, transpose } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { describeFunctions } from '../parity.testing.ts';
import { bce } from './bce.ts';
import { bceWithLogits } from './bce-with-logits.ts';
import { cosineEmbedding } from './cosine-embedding.ts';
import { cosineSimilarity } from './cosine-similarity.ts';
import { crossEntropy } from './cross-entropy.ts';
import { type CtcOptions, ctc } from './ctc.ts';
import { gaussianNll } from './gaussian-nll.ts';
import { hingeEmbedding } from './hinge-embedding.ts';
import { huber } from './huber.ts';
import { klDiv } from './kl-div.ts';
import { l1 } from './l1.ts';
import { marginRanking } from './margin-ranking.ts';
import { mse } from './mse.ts';
import { multiLabelSoftMargin } from './multi-label-soft-margin.ts';
import { multiMargin } from './multi-margin.ts';
import { nll } from './nll.ts';
import { poissonNll } from './poisson-nll.ts';
import { smoothL1 } from './smooth-l1.ts';
import { softMargin } from './soft-margin.ts';
import { tripletMargin } from './triplet-margin.ts';

const withoutClasses = {
  bce,
  bceWithLogits,
  cosineEmbedding,
  cosineSimilarity,
  gaussianNll,
  hingeEmbedding,
  huber,
  klDiv,
  l1,
  marginRanking,
  mse,
  multiLabelSoftMargin,
  poissonNll,
  smoothL1,
  softMargin,
  tripletMargin,
};
describeFunctions('losses', withoutClasses);

interface Alignment extends CtcOptions {
  readonly labels: number[][];
  readonly steps: number[];
  readonly sizes: number[];
}

describeFunctions('class-losses', {
  crossEntropy,
  multiMargin,
  nll,
  ctc: (logits: Tensor, { labels, steps, sizes, ...options }: Alignment) =>
    ctc(logSoftmax(logits), tensor(labels, { dtype: 'int32' }), { inputs: steps, targets: sizes }, options),
});

describe('crossEntropy', () => {
  const labels = (values: number[] | number[][]): Tensor => tensor(values, { dtype: 'int32' });

  test('takes [B, T, V] with [B, T], and is then what it is on the rows', () => {
    const logits = randn([2, 3, 5], { rng: new Rng(1) });
    const targets = labels([
      [0, 1, 2],
      [4, 3, 0],
    ]);
    const rows = crossEntropy(logits.reshape([6, 5]), targets.reshape([6]), { reduction: 'none' });
    expect(crossEntropy(logits, targets, { reduction: 'none' }).toArray()).toEqual(rows.reshape([2, 3]).toArray());
    expect(crossEntropy(logits, targets).item()).toBeCloseTo(rows.mean().item(), 6);
  });

  test('adding a constant to a row changes nothing', () => {
    const logits = randn([4, 7], { rng: new Rng(3), dtype: 'float64' });
    const targets = labels([0, 6, 3, 3]);
    const loss = crossEntropy(logits, targets, { labelSmoothing: 0.2 }).item();
    expect(crossEntropy(logits.add(100), targets, { labelSmoothing: 0.2 }).item()).toBeCloseTo(loss, 10);
  });

  test('stays finite for logits of ±1e4', () => {
    expect(crossEntropy(tensor([[1e4, -1e4]]), labels([1])).item()).toBe(2e4);
  });

  test('all rows ignored: NaN for the mean, 0 for the sum', () => {
    const logits = randn([2, 3]);
    expect(crossEntropy(logits, labels([-100, -100])).item()).toBeNaN();
    expect(crossEntropy(logits, labels([-100, -100]), { reduction: 'sum' }).item()).toBe(0);
  });

  test('says what is wrong', () => {
    const logits = randn([2, 3, 5]);
    expect(() => crossEntropy(logits, labels([0, 1]))).toThrow(
      'crossEntropy: targets must be [2, 3], logits without their last axis',
    );
    const classesSecond = transpose(logits, 1, 2);
    const targets = labels([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(() => crossEntropy(classesSecond, targets)).toThrow('did you mean moveAxis(logits, 1, -1)?');
    expect(() => crossEntropy(randn([1, 3]), labels([3]))).toThrow('target 3 at row 0 is not one of 3 classes');
    expect(() => crossEntropy(randn([1, 3]), labels([0]), { labelSmoothing: 2 })).toThrow(
      'labelSmoothing must be in 0 … 1, not 2',
    );
  });
});

test('mse refuses to broadcast and offers the mend', () => {
  const [input, target]: Tensor[] = [randn([4, 1]), randn([4])];
  expect(() => mse(input, target)).toThrow(
    'mse: input and target differ in shape (shapes [4, 1] and [4]); did you mean target.reshape(input.shape)?',
  );
});

describe('class weights and probabilities', () => {
  test('weights of one and probabilities of 0 and 1 change nothing', () => {
    const logits = randn([4, 3], { rng: new Rng(1), dtype: 'float64' });
    const labels = tensor([0, 2, 1, 1], { dtype: 'int32' });
    const loss = crossEntropy(logits, labels).item();
    expect(crossEntropy(logits, labels, { weight: ones([3], { dtype: 'float64' }) }).item()).toBe(loss);
    const certain = eye(3, 3, { dtype: 'float64' }).indexSelect(0, labels) as Tensor;
    expect(crossEntropy(logits, certain).item()).toBeCloseTo(loss, 14);
    expect(nll(logSoftmax(logits), labels).item()).toBeCloseTo(loss, 14);
  });

  test('a weight of the wrong length says so', () => {
    const labels = tensor([0], { dtype: 'int32' });
    expect(() => nll(randn([1, 3]), labels, { weight: ones([2]) })).toThrow(
      'weight must be [3], one factor for each class',
    );
  });
});

describe('ctc', () => {
  const uniform = (T: number, C: number): Tensor => full([T, 1, C], -Math.log(C), { dtype: 'float64' });
  const one = (labels: number[]): Tensor => tensor([labels], { dtype: 'int32' });

  test('counts the alignments of a uniform model', () => {
    // Of C^T sequences of T steps, those that spell the labels: for one label T(T + 1)/2.
    for (const T of [1, 2, 5]) {
      const loss = ctc(uniform(T, 4), one([1]), { inputs: [T], targets: [1] }, { reduction: 'sum' }).item();
      expect(Math.exp(-loss) * 4 ** T).toBeCloseTo((T * (T + 1)) / 2, 9);
    }
    // The same label twice needs a blank between, so two steps are not enough.
    expect(ctc(uniform(2, 3), one([1, 1]), { inputs: [2], targets: [2] }).item()).toBe(Infinity);
    expect(
      Math.exp(-ctc(uniform(3, 3), one([1, 1]), { inputs: [3], targets: [2] }, { reduction: 'sum' }).item()),
    ).toBeCloseTo(1 / 27, 12);
  });

  test('an impossible sequence can be left out of value and gradient', () => {
    const x = parameter(uniform(2, 3));
    const loss = ctc(x, one([1, 1]), { inputs: [2], targets: [2] }, { zeroInfinity: true });
    expect(loss.item()).toBe(0);
    backward(loss);
    expect(x.grad?.abs().max().item()).toBe(0);
  });

  test('says what is wrong', () => {
    const lengths = { inputs: [2], targets: [1] };
    expect(() => ctc(uniform(2, 3), one([0]), lengths)).toThrow('ctc: target 0 of sequence 0 is the blank');
    expect(() => ctc(uniform(2, 3), one([3]), lengths)).toThrow('ctc: target 3 of sequence 0 is not one of 3 classes');
    expect(() => ctc(uniform(2, 3), one([1]), { inputs: [3], targets: [1] })).toThrow('each at most 2');
    expect(() => ctc(uniform(2, 3), one([1]), lengths, { blank: 3 })).toThrow(
      'blank must be a class from 0 to 2, not 3',
    );
    expect(() => ctc(uniform(2, 3), tensor([1], { dtype: 'int32' }), lengths)).toThrow(ShapeError);
  });
});

test.each([
  ['huber', () => huber(randn([2]), randn([2]), { delta: 0 }), 'huber: delta must be > 0, not 0'],
  ['smoothL1', () => smoothL1(randn([2]), randn([2]), { beta: -1 }), 'smoothL1: beta must be ≥ 0, not -1'],
  ['gaussianNll', () => gaussianNll(randn([2]), randn([2]), tensor([1, -1])), 'a variance is negative'],
  [
    'gaussianNll',
    () => gaussianNll(randn([2, 3]), randn([2, 3]), ones([3, 2])),
    'variance must have the shape of the input',
  ],
  ['tripletMargin', () => tripletMargin(randn([2]), randn([2]), randn([2]), { p: 0.5 }), 'p must be ≥ 1, not 0.5'],
  ['cosineEmbedding', () => cosineEmbedding(randn([2, 3]), randn([2, 3]), ones([3])), 'without their last axis'],
  ['klDiv', () => klDiv(randn([]), randn([]), { reduction: 'batchmean' }), "'batchmean' needs a batch axis"],
  ['l1', () => l1(randn([2]) as Tensor, randn([3])), 'l1: input and target differ in shape'],
])('%s refuses what makes no sense', (_, call, message) => {
  expect(call).toThrow(message);
});

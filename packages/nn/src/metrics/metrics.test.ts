import { memory, type Tensor, tensor } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { expectNear, fixture } from '../fixture.testing.ts';
import { bceWithLogits } from '../losses/bce-with-logits.ts';
import { crossEntropy } from '../losses/cross-entropy.ts';
import { mse } from '../losses/mse.ts';
import { accuracy } from './accuracy.ts';
import { binaryAccuracy } from './binary-accuracy.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import { meanLoss } from './mean-loss.ts';
import type { Metric, MetricValue } from './metric.ts';
import { topKAccuracy } from './top-k-accuracy.ts';

interface Reference {
  readonly scores: number[][];
  readonly targets: number[];
  readonly ignored: number[];
  readonly weight: number[];
  readonly logits: number[];
  readonly truth: number[];
  readonly accuracy: number;
  readonly accuracyIgnored: number;
  readonly binaryAccuracy: number;
  readonly topK: number[];
  readonly confusion: number[][];
  readonly crossEntropy: number;
  readonly crossEntropyWeighted: number;
  readonly mse: number;
  readonly bceWithLogits: number;
}
const reference = fixture<Reference>('metrics');
const { scores, targets, ignored, logits, truth } = reference;
const float = (values: number[] | number[][]) => tensor(values, { dtype: 'float64' }) as Tensor;
const labels = (values: number[]) => tensor(values, { dtype: 'int32' }) as Tensor;

type Rows = number[] | number[][];
/** The metric over the rows, cut into batches of the given size. */
function over<V extends MetricValue>(
  metric: Metric<V>,
  predictions: Rows,
  wanted: number[],
  size: number,
  asTarget = labels,
): V {
  const run = metric.start();
  for (let at = 0; at < wanted.length; at += size)
    run.add(float(predictions.slice(at, at + size) as number[]), asTarget(wanted.slice(at, at + size)));
  return run.value();
}

describe.each([1, 8, 37])('in batches of %i of 37', (size) => {
  test('counts are those of scikit-learn, to the last bit', () => {
    expect(over(accuracy(), scores, targets, size)).toBe(reference.accuracy);
    expect(over(accuracy(), scores, ignored, size)).toBe(reference.accuracyIgnored);
    expect(over(binaryAccuracy(), logits, truth, size, float)).toBe(reference.binaryAccuracy);
    expect(over(confusionMatrix(5), scores, targets, size)).toEqual(reference.confusion);
    for (const [i, value] of reference.topK.entries())
      expect(over(topKAccuracy(i + 1), scores, targets, size)).toBe(value);
  });

  test('mean losses are those of torch over the whole', () => {
    const near = (value: number, expected: number) => expectNear(value, expected, 1e-12);
    near(over(meanLoss(crossEntropy), scores, targets, size), reference.crossEntropy);
    const options = { weight: float(reference.weight), labelSmoothing: 0.1 };
    near(over(meanLoss(crossEntropy, options), scores, ignored, size), reference.crossEntropyWeighted);
    near(over(meanLoss(mse), logits, truth, size, float), reference.mse);
    near(over(meanLoss(bceWithLogits), logits, truth, size, float), reference.bceWithLogits);
  });
});

test('of equal scores the first counts, and NaN is the highest, as argmax has it', () => {
  const rows = [
    [1, 1, 0],
    [0, Number.NaN, 5],
    [Number.NaN, Number.NaN, 1],
  ];
  expect(float(rows).argmax({ axis: -1 }).toArray()).toEqual([0, 1, 0]);
  for (const metric of [accuracy(), topKAccuracy(1)]) expect(over(metric, rows, [0, 1, 0], 3)).toBe(1);
  expect(over(topKAccuracy(2), rows, [1, 2, 2], 3)).toBe(2 / 3);
});

test('class numbers are predictions too', () => {
  const run = accuracy().start();
  run.add(labels([1, 2, 3]), labels([1, 2, 4]));
  expect(run.value()).toBe(2 / 3);
});

test('one definition serves many runs', () => {
  const metric = accuracy();
  const [a, b] = [metric.start(), metric.start()];
  a.add(labels([1]), labels([1]));
  expect([a.value(), b.value()]).toEqual([1, Number.NaN]);
});

test('nothing is left in memory', () => {
  const all = [accuracy(), topKAccuracy(2), confusionMatrix(5), meanLoss(crossEntropy)].map((metric) => metric.start());
  const [x, y] = [float(scores), labels(targets)];
  const add = () => all.forEach((run) => void run.add(x, y));
  add();
  const before = memory.report().liveBytes;
  for (let i = 0; i < 200; i++) add();
  expect(memory.report().liveBytes).toBe(before);
});

test.each([
  [() => topKAccuracy(0), 'topKAccuracy: k must be a whole number ≥ 1, not 0'],
  [() => confusionMatrix(2.5), 'confusionMatrix: classes must be a whole number ≥ 1, not 2.5'],
  [
    () =>
      confusionMatrix(2)
        .start()
        .add(labels([0]), labels([2])),
    'confusionMatrix: a target of 2, and there are 2 classes',
  ],
  [
    () =>
      confusionMatrix(2)
        .start()
        .add(labels([-1]), labels([1])),
    'confusionMatrix: a prediction of -1, and there are 2 classes',
  ],
  [
    () =>
      accuracy()
        .start()
        .add(float([[1, 2]]), labels([1, 1])),
    'accuracy: targets must have the shape of the scores',
  ],
  [
    () =>
      binaryAccuracy()
        .start()
        .add(float([1]), float([1, 0])),
    'binaryAccuracy: predictions and targets differ in shape',
  ],
])('%s is refused', (act, message) => {
  expect(act).toThrow(message);
});

import { describe, expect, test } from 'vitest';
import { bestEvaluation, emptyHistory, history, withEvaluation, withStep } from './history.ts';

const step = (n: number, loss: number) => ({ step: n, loss, items: 10, seconds: 0.5 });

describe('withStep', () => {
  test('adds up tokens and seconds', () => {
    const past = [1, 2, 3].reduce((all, n) => withStep(all, step(n, n)), emptyHistory);
    expect(past).toEqual({
      ...emptyHistory,
      losses: [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
      seconds: 1.5,
      tokens: 30,
    });
  });

  test('stays small and keeps the mean, however long a run is', () => {
    let past = emptyHistory;
    for (let n = 1; n <= 4096; n++) past = withStep(past, step(n, n));
    expect(past.losses.length).toBeLessThan(1024);
    expect(past.stride).toBe(8);
    expect(past.losses[0]).toEqual([8, 4.5]);
    expect(past.losses.at(-1)).toEqual([4096, 4092.5]);
    expect(past.tokens).toBe(40960);
  });

  test('survives JSON', () => {
    const past = withEvaluation(withStep(emptyHistory, step(1, 2)), { step: 1, trainLoss: 2, validationLoss: 3 });
    expect(history.parse(JSON.parse(JSON.stringify(past)))).toEqual(past);
  });
});

test('an evaluation of the same step is replaced', () => {
  const once = withEvaluation(emptyHistory, { step: 5, trainLoss: 2, validationLoss: 3 });
  expect(withEvaluation(once, { step: 5, trainLoss: 1, validationLoss: 1 }).evals).toEqual([
    { step: 5, trainLoss: 1, validationLoss: 1 },
  ]);
});

test('the best evaluation is the first of the lowest', () => {
  const evals = [3, 1, 2, 1].map((validationLoss, step) => ({ step, trainLoss: 0, validationLoss }));
  expect(bestEvaluation({ ...emptyHistory, evals })?.step).toBe(1);
  expect(bestEvaluation(emptyHistory)).toBeNull();
});

import type { Curve } from '@ml/terminal';
import type { History } from '../training/history.ts';

const TEST = '#d9822b';

/** The losses of a run against its steps, on the batches and on the test digits. */
export function lossCurve({ losses, evals }: History): Curve {
  const tests = evals.filter(({ step }) => step > 0);
  const lowest = tests.reduce<(typeof tests)[number] | null>(
    (best, next) => (best === null || next.loss < best.loss ? next : best),
    null,
  );
  return {
    yLabel: 'cross-entropy (nats per digit)',
    series: [
      { name: 'training batches', color: '#c8d3e0', points: losses },
      { name: 'test digits', color: TEST, points: tests.map(({ step, loss }) => [step, loss] as const), marked: true },
    ],
    best: lowest === null ? null : { step: lowest.step, value: lowest.loss, color: TEST },
  };
}

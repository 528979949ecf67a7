import type { Curve } from '@ml/terminal';
import { bestEvaluation, type History } from '../training/history.ts';

const VALIDATION = '#d9822b';

/** The losses of a run against its steps. */
export function lossCurve({ losses, ...history }: History): Curve {
  const best = bestEvaluation({ losses, ...history });
  return {
    yLabel: 'loss (nats per character)',
    series: [
      { name: 'training batches', color: '#c8d3e0', points: losses },
      {
        name: 'training',
        color: '#3b76c4',
        points: history.evals.map(({ step, trainLoss }) => [step, trainLoss] as const),
        marked: true,
      },
      {
        name: 'validation',
        color: VALIDATION,
        points: history.evals.map(({ step, validationLoss }) => [step, validationLoss] as const),
        marked: true,
      },
    ],
    best: best === null ? null : { step: best.step, value: best.validationLoss, color: VALIDATION },
  };
}

import {
  apply,
  arange,
  equal,
  expandDims,
  mul,
  notEqual,
  primitives,
  softmax,
  sub,
  type Tensor,
  where,
} from '@ml/tensor';
import { type Rules, rule } from '../rule.ts';
import { secondOrder } from './second-order.ts';

export const lossRules = {
  /** loss = ln Σ e^logits − logits[target], dlogits = dloss·(softmax(logits) − onehot(target)), 0 in ignored rows. @shape [N, C], [N] → [N] */
  crossEntropy: rule(
    'both',
    ({ inputs: [logits, targets], outputs: [, lse], params }, dLosses) => [
      dLosses === null ? null : apply(primitives.crossEntropyBackward, [dLosses, logits, lse, targets], params)[0],
      null,
    ],
    { outputs: [false, true] },
  ),

  /** dloss·(softmax(logits) − onehot(target)) written out, as a function of dloss and logits alone, and differentiated. */
  crossEntropyBackward: secondOrder('crossEntropyBackward', ([dLosses, logits, , targets], { ignoreIndex }) => {
    const classes = arange(logits.shape[1], { dtype: 'int32' });
    const hit: Tensor = equal(expandDims(targets, 1) as Tensor, classes);
    const slope = sub(softmax(logits), hit);
    const weight: Tensor = where(notEqual(targets, ignoreIndex), dLosses, 0);
    return [mul(expandDims(weight, 1) as Tensor, slope)];
  }),
} satisfies Rules<'crossEntropy' | 'crossEntropyBackward'>;

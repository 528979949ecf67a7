import {
  add,
  affine,
  expandDims,
  mul,
  relu,
  sigmoid,
  slice,
  split,
  stack,
  sub,
  type Tensor,
  tanh,
  tensor,
  where,
} from '@ml/tensor';
import {
  type RecurrenceInputs,
  type RecurrenceParams,
  type RecurrentCell,
  recurrenceBackward,
} from '@ml/tensor/layers';
import { localVjp } from '../local-vjp.ts';
import { type Rules, rule } from '../rule.ts';

export const recurrenceRules = {
  /**
   * Backpropagation through time, all steps at once: `recurrenceBackward` says how. What will be differentiated again is the
   * composition of plain operations, step by step.
   */
  recurrence: rule(
    'both',
    ({ inputs, outputs, params, needs, record }, dY, dH, dC) =>
      record
        ? (localVjp(
            'recurrence',
            (...xs) => written(xs as RecurrenceInputs, params),
            inputs,
            needs,
            [dY, dH, dC],
            true,
          ) as ReturnType<typeof recurrenceBackward>)
        : recurrenceBackward([dY, dH, dC], inputs, outputs, params, needs),
    { outputs: [false, false, false, true, true, true, true] },
  ),
} satisfies Rules<'recurrence'>;

/** A recurrence from plain operations. */
function written(
  [x, weightIh, weightHh, biasIh, biasHh, h0, c0]: RecurrenceInputs,
  { cell, reverse, lengths }: RecurrenceParams,
): Tensor[] {
  const T = x.shape[0];
  const gates = affine(x, weightIh, biasIh.size === 0 ? null : biasIh); // [T, B, G·H]
  const results = new Array<Tensor>(T);
  let [h, c] = [h0, c0];
  for (let i = 0; i < T; i++) {
    const t = reverse ? T - 1 - i : i;
    const product = affine(h, weightHh, biasHh.size === 0 ? null : biasHh); // [B, G·H]
    const [nextH, nextC] = steps[cell](slice(gates, t) as Tensor, product, h, c);
    const runs = lengths === null ? null : (expandDims(tensor(lengths.map((n) => t < n)) as Tensor, 1) as Tensor);
    results[t] = runs === null ? nextH : where(runs, nextH, 0);
    h = runs === null ? nextH : where(runs, nextH, h);
    c = runs === null || c.size === 0 ? nextC : where(runs, nextC, c);
  }
  return [stack(results) as Tensor, h, c];
}

type Step = (gates: Tensor, product: Tensor, h: Tensor, c: Tensor) => readonly [h: Tensor, c: Tensor];

/** @shape gates, product [B, G·H], h, c [B, H] */
const steps: Readonly<Record<RecurrentCell, Step>> = {
  gru: (gates, product, h, c) => {
    const [ar, az, an] = split(gates, 3, -1);
    const [pr, pz, pn] = split(product, 3, -1);
    const [r, z] = [sigmoid(add(ar, pr) as Tensor), sigmoid(add(az, pz) as Tensor)];
    const n = tanh(add(an, mul(r, pn)) as Tensor);
    return [add(n, mul(z, sub(h, n))), c];
  },
  lstm: (gates, product, _, c) => {
    const [ai, af, ag, ao] = split(add(gates, product) as Tensor, 4, -1);
    const next: Tensor = add(mul(sigmoid(af), c), mul(sigmoid(ai), tanh(ag)));
    return [mul(sigmoid(ao), tanh(next)), next];
  },
  relu: (gates, product, _, c) => [relu(add(gates, product) as Tensor), c],
  tanh: (gates, product, _, c) => [tanh(add(gates, product) as Tensor), c],
};

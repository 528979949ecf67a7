import {
  apply,
  logicalNot,
  maskedFill,
  matmul,
  mul,
  ones,
  primitives,
  softmax,
  sub,
  sum,
  type Tensor,
  transpose,
  tril,
} from '@ml/tensor';
import { type Rules, rule } from '../rule.ts';
import { secondOrder } from './second-order.ts';

export const attentionRules = {
  /**
   * y = (M ⊙ P)·v with P = softmax(scale·q·kᵀ), masked where causal, and M the factors of dropout. With dP = M ⊙ dy·vᵀ and
   * dS = P ⊙ (dP − Σ dP ⊙ P): dv = (M ⊙ P)ᵀ·dy, dq = scale·dS·k, dk = scale·dSᵀ·q. Neither P nor M is kept: the kernel
   * makes them again from lse and from the key, tile by tile.
   * @shape q [B, H, Tq, D], k and v [B, H, T, D] → [B, H, Tq, D], lse [B, H, Tq]
   */
  attention: rule('both', ({ inputs: [q, k, v], outputs: [y, lse], params }, dY) => {
    if (dY === null) return [null, null, null];
    return apply(primitives.attentionBackward, [dY, q, k, v, y, lse], params);
  }),

  /** The formulas of attention's rule, as a function of dy, q, k and v alone, with P written out; and differentiated. */
  attentionBackward: secondOrder('attentionBackward', ([dY, q, k, v], { scale, causal, dropout }) => {
    const scores: Tensor = mul(matmul(q, transpose(k)), scale);
    const p = softmax(causal ? maskedFill(scores, future(q, k), -Infinity) : scores);
    const dropped = (x: Tensor): Tensor => (dropout === undefined ? x : apply(primitives.dropout, [x], dropout)[0]);
    const dP: Tensor = dropped(matmul(dY, transpose(v)));
    const dS = mul(mul(p, sub(dP, sum(mul(dP, p), { axis: -1, keepDims: true }))), scale);
    return [matmul(dS, k), matmul(transpose(dS), q), matmul(transpose(dropped(p)), dY)];
  }),
} satisfies Rules<'attention' | 'attentionBackward'>;

/** True where key j lies in the future of query i, the last query being at the last key. @shape [Tq, T] */
function future(q: Tensor, k: Tensor): Tensor {
  const [queries, keys] = [q.shape[2], k.shape[2]];
  return logicalNot(tril(ones([queries, keys], { dtype: 'bool' }), keys - queries));
}

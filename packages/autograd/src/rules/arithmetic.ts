import {
  div,
  equal,
  floor,
  greater,
  greaterEqual,
  less,
  log,
  logicalAnd,
  mul,
  neg,
  pow,
  square,
  sub,
  type Tensor,
  where,
} from '@ml/tensor';
import { crosswise, type Rules, rule } from '../rule.ts';
import { sumTo } from '../sum-to.ts';

/** dy where a is the winner, half of it at a tie, 0 where a has lost; with a NaN on either side dy goes through, as in torch. */
function winnersShare(dY: Tensor, tie: Tensor, lost: Tensor): Tensor {
  return where(lost, 0, where(tie, mul(dY, 0.5), dY));
}

export const arithmeticRules = {
  /** y = a + b, da = dy, db = dy. @shape [...], [...] → broadcast of both */
  add: rule('none', ({ shapes: [a, b], needs }, dY) => [
    needs[0] ? sumTo(dY, a) : null,
    needs[1] ? sumTo(dY, b) : null,
  ]),

  /** y = a − b, da = dy, db = −dy. @shape [...], [...] → broadcast of both */
  sub: rule('none', ({ shapes: [a, b], needs }, dY) => [
    needs[0] ? sumTo(dY, a) : null,
    needs[1] ? neg(sumTo(dY, b)) : null,
  ]),

  /** y = a·b, da = dy·b, db = dy·a: each factor is kept only for the other's sake. @shape [...], [...] → broadcast of both */
  mul: rule(
    'inputs',
    ({ inputs: [a, b], shapes, needs }, dY) => [
      needs[0] ? sumTo(mul(dY, b), shapes[0]) : null,
      needs[1] ? sumTo(mul(dY, a), shapes[1]) : null,
    ],
    crosswise,
  ),

  /** y = a/b, da = dy/b, db = −dy·a/b². @shape [...], [...] → broadcast of both */
  div: rule(
    'inputs',
    ({ inputs: [a, b], shapes, needs }, dY) => [
      needs[0] ? sumTo(div(dY, b), shapes[0]) : null,
      needs[1] ? sumTo(neg(div(mul(dY, a), square(b))), shapes[1]) : null,
    ],
    { inputs: ([, b]) => [b, true] },
  ),

  /**
   * y = aᵇ, da = dy·b·aᵇ⁻¹, db = dy·y·ln a.
   * a⁰ is constant, so its da is 0 even at a = 0; 0ᵇ is constant for b ≥ 0, so its db is 0.
   * @shape [...], [...] → broadcast of both
   */
  pow: rule('inputs', ({ inputs: [a, b], shapes, needs }, dY) => [
    needs[0] ? sumTo(where(equal(b, 0), 0, mul(mul(dY, b), pow(a, sub(b, 1)))), shapes[0]) : null,
    needs[1] ? sumTo(mul(dY, powTimesLog(a, b)), shapes[1]) : null,
  ]),

  /** y = a − b·⌊a/b⌋, da = dy, db = −dy·⌊a/b⌋. @shape [...], [...] → broadcast of both */
  remainder: rule(
    'inputs',
    ({ inputs: [a, b], shapes, needs }, dY) => [
      needs[0] ? sumTo(dY, shapes[0]) : null,
      needs[1] ? sumTo(neg(mul(dY, floor(div(a, b)))), shapes[1]) : null,
    ],
    { inputs: ([, b]) => [b, b] },
  ),

  /** y = max(a, b), da = dy where a > b, db = dy where b > a, half of dy each where they tie. @shape [...], [...] → broadcast of both */
  maximum: rule('inputs', ({ inputs: [a, b], shapes, needs }, dY) => [
    needs[0] ? sumTo(winnersShare(dY, equal(a, b), less(a, b)), shapes[0]) : null,
    needs[1] ? sumTo(winnersShare(dY, equal(a, b), greater(a, b)), shapes[1]) : null,
  ]),

  /** y = min(a, b), da = dy where a < b, db = dy where b < a, half of dy each where they tie. @shape [...], [...] → broadcast of both */
  minimum: rule('inputs', ({ inputs: [a, b], shapes, needs }, dY) => [
    needs[0] ? sumTo(winnersShare(dY, equal(a, b), greater(a, b)), shapes[0]) : null,
    needs[1] ? sumTo(winnersShare(dY, equal(a, b), less(a, b)), shapes[1]) : null,
  ]),
} satisfies Rules<'add' | 'sub' | 'mul' | 'div' | 'pow' | 'remainder' | 'maximum' | 'minimum'>;

/** aᵇ·ln a, and 0 where a = 0 and b ≥ 0: the limit, which 0·(−Inf) would make NaN. */
function powTimesLog(a: Tensor, b: Tensor): Tensor {
  const constant = logicalAnd(equal(a, 0), greaterEqual(b, 0));
  // Only a safe base goes through ln: an infinity that is masked away would come back as NaN in the next derivative.
  const base = where(constant, 1, a);
  return where(constant, 0, mul(pow(base, b), log(base)));
}

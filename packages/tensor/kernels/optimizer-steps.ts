import { loadPart, storePart } from './partial';
import { enterPieces, nextPiece, operand } from './pieces';

// Optimizer steps in place over `count` blocks of 16 elements from block `from` of all parameters in a table (pieces.ts), in
// the order of operations of torch.optim (1.13, single-tensor): each scalar is worked out in double and rounded to float32
// once. Multiply and add are not fused, so both builds give the same bits; torch fuses some of them and differs in the last
// place. gradScale (gradient clipping) multiplies the gradient first; 1 changes nothing.

const BLOCK: i32 = 16;

// @ts-ignore: decorator
@inline
function loadLast(from: usize, rest: i32): v128 {
  return rest ? loadPart<f32>(from, rest) : v128.load(from);
}

// @ts-ignore: decorator
@inline
function storeLast(to: usize, x: v128, rest: i32): void {
  if (rest) storePart<f32>(to, x, rest);
  else v128.store(to, x);
}

/**
 * Adam: g ← g + wd·p, or with `decoupled` decay (AdamW) p ← p·(1 - lr·wd); m ← β₁·m + (1 - β₁)·g; v ← β₂·v + (1 - β₂)·g²;
 * p ← p - (lr / bc₁)·m / (√v / √bc₂ + eps), with bias corrections bcᵢ = 1 - βᵢ^step. Table: p, g, m, v, and for AMSGrad
 * the largest v so far, which then is taken in place of v.
 *
 * @reference Loshchilov & Hutter, Decoupled Weight Decay Regularization, ICLR 2019, algorithm 2
 */
export function adam_f32(
  table: usize, from: i32, count: i32, lr: f64, beta1: f64, beta2: f64, eps: f64, weightDecay: f64, decoupled: i32,
  biasCorrection1: f64, biasCorrection2: f64, gradScale: f64,
): void {
  const kept = f32x4.splat(<f32>(decoupled ? 1 - lr * weightDecay : 1));
  const added = !decoupled && weightDecay != 0;
  const share = f32x4.splat(<f32>weightDecay);
  const keepM = f32x4.splat(<f32>beta1);
  const addM = f32x4.splat(<f32>(1 - beta1));
  const keepV = f32x4.splat(<f32>beta2);
  const addV = f32x4.splat(<f32>(1 - beta2));
  const rootCorrection = f32x4.splat(<f32>sqrt<f64>(biasCorrection2));
  const epsilon = f32x4.splat(<f32>eps);
  const step = f32x4.splat(<f32>(lr / biasCorrection1));
  const scale = f32x4.splat(<f32>gradScale);
  enterPieces(table, from, count);
  for (let n = nextPiece(5, BLOCK); n > 0; n = nextPiece(5, BLOCK)) {
    let param = operand<f32>(0), grad = operand<f32>(1), m = operand<f32>(2), v = operand<f32>(3), top = operand<f32>(4);
    for (; n > 0; n -= 4, param += 16, grad += 16, m += 16, v += 16) {
      const rest = n < 4 ? n : 0;
      const p = loadLast(param, rest);
      let g = f32x4.mul(loadLast(grad, rest), scale);
      if (added) g = f32x4.add(g, f32x4.mul(p, share));
      const mean = f32x4.add(f32x4.mul(loadLast(m, rest), keepM), f32x4.mul(g, addM));
      let square = f32x4.add(f32x4.mul(loadLast(v, rest), keepV), f32x4.mul(addV, f32x4.mul(g, g)));
      storeLast(m, mean, rest);
      storeLast(v, square, rest);
      if (top) {
        square = f32x4.max(loadLast(top, rest), square);
        storeLast(top, square, rest);
        top += 16;
      }
      const denominator = f32x4.add(f32x4.div(f32x4.sqrt(square), rootCorrection), epsilon);
      storeLast(param, f32x4.sub(f32x4.mul(p, kept), f32x4.div(f32x4.mul(step, mean), denominator)), rest);
    }
  }
}

/**
 * RMSprop: g ← g + wd·p; s ← α·s + (1 - α)·g²; r = √s + eps, or where the table has mean gradients a ← α·a + (1 - α)·g
 * ("centred") r = √(s - a²) + eps; p ← p - lr·g/r, or with velocities b ← momentum·b + g/r, p ← p - lr·b.
 * Table: p, g, s, a, b.
 */
export function rmsprop_f32(
  table: usize, from: i32, count: i32, lr: f64, alpha: f64, eps: f64, weightDecay: f64, momentum: f64, gradScale: f64,
): void {
  const rate = f32x4.splat(<f32>lr);
  const keep = f32x4.splat(<f32>alpha);
  const take = f32x4.splat(<f32>(1 - alpha));
  const epsilon = f32x4.splat(<f32>eps);
  const decay = f32x4.splat(<f32>weightDecay);
  const keepSpeed = f32x4.splat(<f32>momentum);
  const scale = f32x4.splat(<f32>gradScale);
  enterPieces(table, from, count);
  for (let n = nextPiece(5, BLOCK); n > 0; n = nextPiece(5, BLOCK)) {
    const param = operand<f32>(0), grad = operand<f32>(1), squares = operand<f32>(2), means = operand<f32>(3);
    const velocity = operand<f32>(4);
    for (let i: usize = 0; n > 0; n -= 4, i += 16) {
      const rest = n < 4 ? n : 0;
      const p = loadLast(param + i, rest);
      let g = f32x4.mul(loadLast(grad + i, rest), scale);
      if (weightDecay != 0) g = f32x4.add(g, f32x4.mul(p, decay));
      let square = f32x4.add(f32x4.mul(loadLast(squares + i, rest), keep), f32x4.mul(take, f32x4.mul(g, g)));
      storeLast(squares + i, square, rest);
      if (means) {
        const mean = f32x4.add(f32x4.mul(loadLast(means + i, rest), keep), f32x4.mul(g, take));
        storeLast(means + i, mean, rest);
        square = f32x4.sub(square, f32x4.mul(mean, mean));
      }
      const root = f32x4.add(f32x4.sqrt(square), epsilon);
      if (velocity) {
        const speed = f32x4.add(f32x4.mul(loadLast(velocity + i, rest), keepSpeed), f32x4.div(g, root));
        storeLast(velocity + i, speed, rest);
        storeLast(param + i, f32x4.sub(p, f32x4.mul(speed, rate)), rest);
      } else storeLast(param + i, f32x4.sub(p, f32x4.div(f32x4.mul(g, rate), root)), rest);
    }
  }
}

/**
 * SGD: g ← g + wd·p; velocity ← momentum·velocity + (1 - dampening)·g (velocity ← g when `first`);
 * g ← g + momentum·velocity when `nesterov`, else velocity; p ← p - lr·g. Table: p, g, velocity; without velocities (0 in
 * the table) plain SGD.
 */
export function sgd_f32(
  table: usize, from: i32, count: i32, lr: f64, momentum: f64, dampening: f64, weightDecay: f64,
  nesterov: i32, first: i32, gradScale: f64,
): void {
  const rate = f32x4.splat(<f32>lr);
  const keep = f32x4.splat(<f32>momentum);
  const take = f32x4.splat(<f32>(1 - dampening));
  const decay = f32x4.splat(<f32>weightDecay);
  const scale = f32x4.splat(<f32>gradScale);
  enterPieces(table, from, count);
  for (let n = nextPiece(3, BLOCK); n > 0; n = nextPiece(3, BLOCK)) {
    const param = operand<f32>(0), grad = operand<f32>(1), velocity = operand<f32>(2);
    for (let i: usize = 0; n > 0; n -= 4, i += 16) {
      const rest = n < 4 ? n : 0;
      const p = loadLast(param + i, rest);
      let g = f32x4.mul(loadLast(grad + i, rest), scale);
      if (weightDecay != 0) g = f32x4.add(g, f32x4.mul(p, decay));
      if (velocity) {
        let speed = g;
        if (!first) speed = f32x4.add(f32x4.mul(loadLast(velocity + i, rest), keep), f32x4.mul(g, take));
        storeLast(velocity + i, speed, rest);
        g = nesterov ? f32x4.add(g, f32x4.mul(speed, keep)) : speed;
      }
      storeLast(param + i, f32x4.sub(p, f32x4.mul(g, rate)), rest);
    }
  }
}

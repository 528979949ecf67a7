import { describe, expect, test } from 'vitest';
import { naiveAdamwStep, naiveSgdStep } from '../naive/optimizer-steps.ts';
import { type Arena, builds, randomSource, sameValues } from './arena.testing.ts';
import { torch, worstError } from './nn-fixture.testing.ts';
import { cuts, pieceSizes, pieceTable } from './piece-table.testing.ts';

/** For every size a parameter, a gradient and two states ≥ 0, each off the boundaries of vectors in its own way. */
function randomPieces(arena: Arena): Float32Array<ArrayBufferLike>[][] {
  const random = randomSource(7);
  return pieceSizes.map((length, i) =>
    [0, 1, 2, 3].map((k) => {
      const values = Array.from({ length }, () => (k < 2 ? random() : random() ** 2));
      return arena.from(Float32Array, values, (i + k) % 5);
    }),
  );
}

const adamw = { lr: 0.01, beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0.1, gradScale: 0.3 };
const sgd = {
  lr: 0.01,
  momentum: 0.9,
  dampening: 0.2,
  weightDecay: 0.1,
  nesterov: false,
  first: false,
  gradScale: 0.3,
};

describe.each(builds)('optimizer kernels, %s', (_, arena) => {
  test('ten AdamW steps match torch', () => {
    arena.reset();
    const {
      param,
      grads,
      betas: [beta1, beta2],
      lr,
      eps,
      weight_decay: decay,
      result,
    } = torch.adamw;
    const p = arena.from(Float32Array, param, 1);
    const m = arena.from(
      Float32Array,
      param.map(() => 0),
      1,
    );
    const v = arena.from(
      Float32Array,
      param.map(() => 0),
      1,
    );
    const g = arena.empty(Float32Array, param.length, 1);
    const { table, blocks } = pieceTable(arena, [[p, g, m, v]]);
    grads.forEach((gradient, step) => {
      // Halved here and doubled by gradScale: exact in binary, so the result must not change.
      g.set(gradient.map((x) => x / 2));
      const [correction1, correction2] = [1 - beta1 ** (step + 1), 1 - beta2 ** (step + 1)];
      arena.kernels.adamw_f32(table, 0, blocks, lr, beta1, beta2, eps, decay, correction1, correction2, 2);
    });
    expect(worstError(p, result, 0)).toBeLessThan(3e-7);
    expect([p, m, v].every((array) => arena.guarded(array))).toBe(true);
  });

  test.each(torch.sgd)('ten SGD steps match torch: momentum $momentum, nesterov $nesterov', (want) => {
    arena.reset();
    const p = arena.from(Float32Array, want.param, 1);
    const velocity = arena.empty(Float32Array, p.length, 1);
    const g = arena.empty(Float32Array, p.length, 1);
    const { table, blocks } = pieceTable(arena, [[p, g, want.momentum ? velocity : null]]);
    want.grads.forEach((gradient, step) => {
      g.set(gradient);
      arena.kernels.sgd_f32(
        table,
        0,
        blocks,
        want.lr,
        want.momentum,
        want.dampening,
        want.weight_decay,
        Number(want.nesterov),
        Number(step === 0),
        1,
      );
    });
    expect(worstError(p, want.result, 1)).toBeLessThan(5e-7);
    expect(arena.guarded(p)).toBe(true);
  });

  test.each([1, 2, 3, 8, 200])('AdamW over many tensors in %i parts is the naive step, bit for bit', (parts) => {
    arena.reset();
    const pieces = randomPieces(arena);
    const want = pieces.map((piece) => piece.map((array) => Float32Array.from(array)));
    const { table, blocks } = pieceTable(arena, pieces);
    const { lr, beta1, beta2, eps, weightDecay, gradScale } = adamw;
    for (let step = 1; step <= 3; step++) {
      for (const piece of want) naiveAdamwStep(piece, { ...adamw, step }, Math.fround);
      const corrections = [1 - beta1 ** step, 1 - beta2 ** step] as const;
      for (const [from, count] of cuts(blocks, parts))
        arena.kernels.adamw_f32(table, from, count, lr, beta1, beta2, eps, weightDecay, ...corrections, gradScale);
    }
    for (const [i, piece] of pieces.entries()) {
      expect(piece.every((array, k) => sameValues(array, want[i][k]))).toBe(true);
      expect(piece.every((array) => arena.guarded(array))).toBe(true);
    }
  });

  const variants = [{}, { first: true }, { nesterov: true, dampening: 0 }, { weightDecay: 0 }, { velocity: false }];
  test.each(variants)('SGD over many tensors is the naive step, bit for bit: %o', ({ velocity = true, ...options }) => {
    for (const parts of [1, 3, 200]) {
      arena.reset();
      const pieces = randomPieces(arena).map((piece) => piece.slice(0, velocity ? 3 : 2));
      const want = pieces.map((piece) => piece.map((array) => Float32Array.from(array)));
      const { table, blocks } = pieceTable(
        arena,
        pieces.map(([p, g, v]) => [p, g, v ?? null]),
      );
      const { lr, momentum, dampening, weightDecay, nesterov, first, gradScale } = { ...sgd, ...options };
      const flags = [Number(nesterov), Number(first)] as const;
      for (const piece of want) naiveSgdStep(piece, { ...sgd, ...options }, Math.fround);
      for (const [from, count] of cuts(blocks, parts))
        arena.kernels.sgd_f32(table, from, count, lr, momentum, dampening, weightDecay, ...flags, gradScale);
      for (const [i, piece] of pieces.entries()) {
        expect(piece.every((array, k) => sameValues(array, want[i][k]))).toBe(true);
        expect(piece.every((array) => arena.guarded(array))).toBe(true);
      }
    }
  });
});

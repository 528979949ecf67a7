import { describe, expect, test } from 'vitest';
import { naiveAdamStep, naiveRmspropStep, naiveSgdStep } from '../naive/optimizer-steps.ts';
import { type Arena, builds, randomSource, sameValues } from './arena.testing.ts';
import { torch, worstError } from './nn-fixture.testing.ts';
import { cuts, pieceSizes, pieceTable } from './piece-table.testing.ts';

type FivePieces = [Floats, Floats, Floats, Floats, Floats];
type Floats = Float32Array<ArrayBufferLike>;

/** For every size a parameter, a gradient and three states ≥ 0, each off the boundaries of vectors in its own way. */
function randomPieces(arena: Arena): FivePieces[] {
  const random = randomSource(7);
  return pieceSizes.map(
    (length, i) =>
      [0, 1, 2, 3, 4].map((k) => {
        const values = Array.from({ length }, () => (k < 2 ? random() : random() ** 2));
        return arena.from(Float32Array, values, (i + k) % 5);
      }) as FivePieces,
  );
}

/** The same with copies, and null for operands a variant leaves out. */
const without = (piece: FivePieces, ...missing: number[]) =>
  piece.map((array, k) => (missing.includes(k) ? null : array)) as FivePieces;
const copied = (piece: FivePieces) => piece.map((array) => array && Float32Array.from(array)) as FivePieces;
const expectSame = (arena: Arena, pieces: FivePieces[], want: FivePieces[]) => {
  for (const [i, piece] of pieces.entries()) {
    for (const [k, array] of piece.entries())
      expect(array === null || (sameValues(array, want[i][k]) && arena.guarded(array))).toBe(true);
  }
};

const adam = { decoupled: true, lr: 0.01, beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0.1, gradScale: 0.3 };
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
    const { table, blocks } = pieceTable(arena, [[p, g, m, v, null]]);
    grads.forEach((gradient, step) => {
      // Halved here and doubled by gradScale: exact in binary, so the result must not change.
      g.set(gradient.map((x) => x / 2));
      const [correction1, correction2] = [1 - beta1 ** (step + 1), 1 - beta2 ** (step + 1)];
      arena.kernels.adam_f32(table, 0, blocks, lr, beta1, beta2, eps, decay, 1, correction1, correction2, 2);
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

  const adams = [
    {},
    { decoupled: false },
    { decoupled: false, weightDecay: 0 },
    { decoupled: false, amsgrad: true },
    { amsgrad: true, gradScale: -1 },
  ];
  const parts = [1, 2, 3, 8, 200];
  test.each(adams)('Adam over many tensors, cut anywhere, is the naive step, bit for bit: %o', (variant) => {
    const { amsgrad = false, ...options } = { ...adam, ...variant } as typeof adam & { amsgrad?: boolean };
    const { lr, beta1, beta2, eps, weightDecay, decoupled, gradScale } = options;
    for (const part of parts) {
      arena.reset();
      const pieces = randomPieces(arena).map((piece) => without(piece, ...(amsgrad ? [] : [4])));
      const want = pieces.map(copied);
      const { table, blocks } = pieceTable(arena, pieces);
      for (let step = 1; step <= 3; step++) {
        for (const piece of want) naiveAdamStep(piece, { ...options, step }, Math.fround);
        const rest = [weightDecay, Number(decoupled), 1 - beta1 ** step, 1 - beta2 ** step, gradScale] as const;
        for (const [from, count] of cuts(blocks, part))
          arena.kernels.adam_f32(table, from, count, lr, beta1, beta2, eps, ...rest);
      }
      expectSame(arena, pieces, want);
    }
  });

  const rmsprops = [[], [3], [4], [3, 4]];
  test.each(rmsprops)('RMSprop over many tensors, cut anywhere, is the naive step, without %o %o', (...missing) => {
    const options = {
      lr: 0.01,
      alpha: 0.9,
      eps: 1e-3,
      weightDecay: missing.length * 0.1,
      momentum: 0.8,
      gradScale: 0.3,
    };
    const { lr, alpha, eps, weightDecay, momentum, gradScale } = options;
    for (const part of parts) {
      arena.reset();
      const pieces = randomPieces(arena).map((piece) => {
        for (const [i, mean] of piece[3].entries()) piece[3][i] = mean * Math.sqrt(piece[2][i]); // a² ≤ s
        return without(piece, ...missing);
      });
      const want = pieces.map(copied);
      const { table, blocks } = pieceTable(arena, pieces);
      for (let step = 1; step <= 3; step++) {
        for (const piece of want) naiveRmspropStep(piece, options, Math.fround);
        for (const [from, count] of cuts(blocks, part))
          arena.kernels.rmsprop_f32(table, from, count, lr, alpha, eps, weightDecay, momentum, gradScale);
      }
      expectSame(arena, pieces, want);
      if (missing.length === 0) for (const [p] of pieces) expect(p.every(Number.isFinite)).toBe(true);
    }
  });

  const variants = [{}, { first: true }, { nesterov: true, dampening: 0 }, { weightDecay: 0 }, { velocity: false }];
  test.each(variants)('SGD over many tensors is the naive step, bit for bit: %o', ({ velocity = true, ...options }) => {
    for (const part of [1, 3, 200]) {
      arena.reset();
      const pieces = randomPieces(arena).map((piece) => without(piece, 3, 4, ...(velocity ? [] : [2])));
      const want = pieces.map(copied);
      const { table, blocks } = pieceTable(
        arena,
        pieces.map(([p, g, v]) => [p, g, v]),
      );
      const { lr, momentum, dampening, weightDecay, nesterov, first, gradScale } = { ...sgd, ...options };
      const flags = [Number(nesterov), Number(first)] as const;
      for (const [p, g, v] of want) naiveSgdStep([p, g, v], { ...sgd, ...options }, Math.fround);
      for (const [from, count] of cuts(blocks, part))
        arena.kernels.sgd_f32(table, from, count, lr, momentum, dampening, weightDecay, ...flags, gradScale);
      expectSame(arena, pieces, want);
    }
  });
});

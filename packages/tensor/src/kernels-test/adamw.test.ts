import { describe, expect, test } from 'vitest';
import { builds } from './arena.testing.ts';
import { torch, worstError } from './nn-fixture.testing.ts';

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
    grads.forEach((gradient, step) => {
      // Halved here and doubled by gradScale: exact in binary, so the result must not change.
      g.set(gradient.map((x) => x / 2));
      const [correction1, correction2] = [1 - beta1 ** (step + 1), 1 - beta2 ** (step + 1)];
      arena.kernels.adamw_f32(
        p.byteOffset,
        g.byteOffset,
        m.byteOffset,
        v.byteOffset,
        p.length,
        lr,
        beta1,
        beta2,
        eps,
        decay,
        correction1,
        correction2,
        2,
      );
    });
    expect(worstError(p, result, 0)).toBeLessThan(3e-7);
    expect([p, m, v].every((array) => arena.guarded(array))).toBe(true);
  });

  test.each(torch.sgd)('ten SGD steps match torch: momentum $momentum, nesterov $nesterov', (want) => {
    arena.reset();
    const p = arena.from(Float32Array, want.param, 1);
    const velocity = arena.empty(Float32Array, p.length, 1);
    const g = arena.empty(Float32Array, p.length, 1);
    want.grads.forEach((gradient, step) => {
      g.set(gradient);
      arena.kernels.sgd_f32(
        p.byteOffset,
        g.byteOffset,
        want.momentum ? velocity.byteOffset : 0,
        p.length,
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
});

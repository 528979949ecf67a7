import { describe, expect, test } from 'vitest';
import { builds, randomSource } from './arena.testing.ts';
import { torch, worstError } from './nn-fixture.testing.ts';

describe.each(builds)('cross entropy kernels, %s', (_, arena) => {
  function run(logits: number[], targets: number[], dLoss: number[], classes: number, ignoreIndex: number) {
    arena.reset();
    const rows = targets.length;
    const x = arena.from(Float32Array, logits, 1);
    const t = arena.from(Int32Array, targets, 1);
    const g = arena.from(Float32Array, dLoss, 1);
    const loss = arena.empty(Float32Array, rows, 1);
    const lse = arena.empty(Float32Array, rows, 1);
    const dLogits = arena.empty(Float32Array, rows * classes, 1);
    const { crossEntropy_f32, crossEntropyBackward_f32 } = arena.kernels;
    crossEntropy_f32(loss.byteOffset, lse.byteOffset, x.byteOffset, t.byteOffset, rows, classes, ignoreIndex);
    crossEntropyBackward_f32(
      dLogits.byteOffset,
      g.byteOffset,
      x.byteOffset,
      lse.byteOffset,
      t.byteOffset,
      rows,
      classes,
      ignoreIndex,
    );
    expect(arena.guarded(loss) && arena.guarded(lse) && arena.guarded(dLogits)).toBe(true);
    return { loss, lse, dLogits };
  }

  test('matches torch with an ignored row', () => {
    const { logits, targets, dLoss, classes, ignoreIndex, ...want } = torch.crossEntropy;
    const got = run(logits, targets, dLoss, classes, ignoreIndex);
    expect(worstError(got.loss, want.loss, 0.01)).toBeLessThan(5e-7);
    expect(worstError(got.dLogits, want.dLogits, 0.1)).toBeLessThan(2e-6);
    expect(got.loss[2]).toBe(0);
    expect([...got.dLogits.subarray(2 * classes, 3 * classes)].every((v) => v === 0)).toBe(true);
  });

  test.each([1, 2, 65, 513, 5003])(
    '%d classes: loss is lse minus the target logit, gradients sum to zero',
    (classes) => {
      const next = randomSource(classes);
      const logits = [...Float32Array.from({ length: 3 * classes }, () => 5 * next())];
      const targets = [0, classes - 1, classes >> 1];
      const { loss, dLogits } = run(logits, targets, [1, 0.5, -2], classes, -1);
      for (let row = 0; row < 3; row++) {
        const x = logits.slice(row * classes, (row + 1) * classes);
        const lse = Math.log(x.reduce((sum, v) => sum + Math.exp(v), 0));
        expect(Math.abs((loss[row] as number) - (lse - (x[targets[row] as number] as number)))).toBeLessThan(2e-6);
        expect(Math.abs(dLogits.subarray(row * classes, (row + 1) * classes).reduce((a, b) => a + b, 0))).toBeLessThan(
          4e-6,
        );
      }
    },
  );

  test('a certain row has loss 0 and an impossible target +Inf', () => {
    const { loss } = run([0, -1e4, 0, -Infinity], [0, 1], [1, 1], 2, -1);
    expect([...loss]).toEqual([0, Infinity]);
  });

  test('NaN in a row reaches its loss and gradient only', () => {
    const { loss, dLogits } = run([NaN, 0, 1, 2], [1, 1], [1, 1], 2, -1);
    expect([...loss].map(Number.isNaN)).toEqual([true, false]);
    expect([...dLogits].map(Number.isNaN)).toEqual([true, true, false, false]);
  });
});

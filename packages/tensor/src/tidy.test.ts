import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { DisposedError, keep, memory, ones, type Tensor, tensor, tidy } from './index.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const live = () => memory.report().liveBytes;

describe('tidy', () => {
  test('frees what it made and returns the rest', () => {
    const before = live();
    let inside: Tensor | undefined;
    const { sum, list } = tidy(() => {
      inside = ones([100]).add(1);
      return { sum: inside.sum(), list: [inside.mul(2), new Map([['k', tensor([5])]])] as const };
    });
    expect(inside?.isDisposed).toBe(true);
    expect(sum.item()).toBe(200);
    expect(list[0].toArray()[99 as never]).toBe(4);
    expect(list[1].get('k')?.toArray()).toEqual([5]);
    for (const x of [sum, list[0], list[1].get('k')]) x?.dispose();
    expect(live()).toBe(before);
  });

  test('hands results to the scope around it', () => {
    const before = live();
    tidy(() => {
      const inner = tidy(() => ones([8]));
      expect(inner.toArray()).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    });
    expect(live()).toBe(before);
  });

  test('keeps views alive after the tensor they look at', () => {
    const row = tidy(() =>
      tensor([
        [1, 2],
        [3, 4],
      ]).slice(1),
    );
    expect(row.toArray()).toEqual([3, 4]);
    row.dispose();
  });

  test('frees everything when the function throws', () => {
    const before = live();
    expect(() =>
      tidy(() => {
        ones([1000]);
        throw new RangeError('stop');
      }),
    ).toThrow(RangeError);
    expect(live()).toBe(before);
  });

  test('keep outlives the scope', () => {
    const before = live();
    const kept = tidy(() => ({ x: keep(ones([3])), unrelated: 1 })).x;
    tidy(() => expect(kept.toArray()).toEqual([1, 1, 1]));
    kept.dispose();
    kept.dispose();
    expect(live()).toBe(before);
  });

  test('follows await, with other scopes running in between', async () => {
    const before = live();
    const work = (n: number) =>
      tidy(async () => {
        const a = ones([n]);
        await wait(1);
        const b = a.add(n);
        await wait(1);
        tidy(() => b.mul(2));
        return b.sum();
      });
    const sums = await Promise.all([work(2), work(3), work(4)]);
    expect(sums.map((sum) => sum.item())).toEqual([6, 12, 20]);
    for (const sum of sums) sum.dispose();
    expect(live()).toBe(before);
  });

  test('frees what an async function made when it rejects', async () => {
    const before = live();
    await expect(
      tidy(async () => {
        ones([1000]);
        await wait(1);
        ones([1000]);
        throw new RangeError('stop');
      }),
    ).rejects.toThrow(RangeError);
    expect(live()).toBe(before);
  });
});

describe('a scope that has closed', () => {
  test('leaves what its unfinished work makes to the scopes around it', async () => {
    const before = live();
    let late: Promise<Tensor> | undefined;
    tidy(() => {
      late = wait(1).then(() => ones([100]).add(1));
    });
    const made = await (late as Promise<Tensor>);
    expect(made.scope).toBeNull(); // the garbage collector's
    expect(made.sum().item()).toBe(200);
    await tidy(async () => {
      let inner: Promise<Tensor> | undefined;
      tidy(() => {
        inner = wait(1).then(() => ones([100]));
      });
      expect((await (inner as Promise<Tensor>)).scope?.isOpen).toBe(true);
    });
    made.dispose();
    for (let tries = 0; live() > before && tries < 100; tries++) {
      collectGarbage();
      await wait(5);
    }
    expect(live()).toBeLessThanOrEqual(before);
  });

  test('hands results past parents that have closed', async () => {
    let inner: Promise<Tensor> | undefined;
    tidy(() => {
      inner = tidy(async () => {
        await wait(1);
        return ones([3]);
      });
    });
    expect((await (inner as Promise<Tensor>)).scope).toBeNull();
  });

  test('has freed everything even where its result cannot be looked through', () => {
    const before = live();
    const hostile = () => ({
      x: ones([100]),
      get y(): never {
        throw new RangeError('not to be read');
      },
    });
    expect(() => tidy(hostile)).toThrow('not to be read');
    expect(live()).toBe(before);
  });
});

describe('handles', () => {
  test('say how to keep them when used after their scope', () => {
    const lost: Tensor[] = [];
    tidy(() => {
      lost.push(ones([2, 3]));
    });
    expect(() => lost[0].add(1)).toThrow(DisposedError);
    expect(() => lost[0].add(1)).toThrow('this tensor of shape [2, 3] was freed');
  });

  test('are freed by `using`', () => {
    const before = live();
    {
      using x = ones([64]);
      expect(x.sum().dispose()).toBeUndefined();
    }
    expect(live()).toBe(before);
  });

  test('made outside every scope are freed by the garbage collector', async () => {
    const before = live();
    for (let i = 0; i < 50; i++) ones([10_000]).add(i);
    expect(live()).toBeGreaterThan(before + 2_000_000);
    for (let tries = 0; live() > before && tries < 100; tries++) {
      collectGarbage();
      await wait(5);
    }
    // Garbage of earlier tests may go along.
    expect(live()).toBeLessThanOrEqual(before);
  });
});

describe('memory.report', () => {
  test('names the owners while tracing', () => {
    memory.trace(true);
    const x = ones([256]);
    const owner = memory.report().bySite?.[0];
    memory.trace(false);
    expect(owner?.site).toContain('tidy.test.ts');
    expect(owner?.bytes).toBe(1024);
    x.dispose();
    expect(memory.report().bySite).toBeNull();
  });
});

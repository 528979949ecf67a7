import { apply, definePrimitive, type Tensor, tensor } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { detach, grad, noGrad, parameter } from './index.ts';

describe('noGrad', () => {
  test('records nothing inside, and everything again afterwards', () => {
    const w = parameter(tensor([1, 2]));
    expect(noGrad(() => w.mul(2).tracer)).toBeNull();
    expect(w.mul(2).tracer).not.toBeNull();
    expect(() =>
      noGrad(() => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(w.mul(2).tracer).not.toBeNull();
  });

  test('a first parameter made inside does not switch recording on', () => {
    noGrad(() => expect(parameter(tensor([1])).mul(2).tracer).toBeNull());
  });

  test('a transform inside differentiates, and its result is a constant', () => {
    const w = parameter(tensor([3]));
    const g = noGrad(() => grad((x) => x.mul(x).mul(w).sum())(w));
    expect(g.toArray()).toEqual([18]);
    expect(g.tracer).toBeNull();
  });

  test('a transform inside the forward of a primitive leaves the rest of it unrecorded', () => {
    const w = parameter(tensor([3]));
    let traced: unknown = 'not run';
    const probe = definePrimitive('neg', ([x]: [Tensor]): [Tensor] => {
      grad((v) => v.mul(v).sum())(tensor([1]));
      traced = w.mul(2).tracer;
      return [x.neg()];
    });
    apply(probe, [w], null);
    expect(traced).toBeNull();
    expect(w.mul(2).tracer).not.toBeNull();
  });

  test('refuses asynchronous functions', () => {
    expect(() => noGrad(async () => 1)).toThrow('noGrad: the function must be synchronous, but returned a promise');
  });
});

test('detach is a view of the same elements that nothing flows through', () => {
  const w = parameter(tensor([3]));
  const d = detach(w);
  expect([d.storage === w.storage, d.tracer]).toEqual([true, null]);
  expect(grad((x) => x.mul(detach(x)).sum())(tensor([5])).toArray()).toEqual([5]);
});

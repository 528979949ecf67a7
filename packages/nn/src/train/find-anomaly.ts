import { detectAnomaly } from '@ml/autograd';
import type { Module } from '../module.ts';
import { wrapForward } from '../wrap-forward.ts';

/**
 * `detectAnomaly` for a model: runs `fn`, and throws at the first operation whose output or gradient becomes NaN or infinite,
 * naming also the module it was called in, by its path, and parameters by theirs.
 *
 * The modules' `forward` is wrapped while `fn` runs.
 *
 * @throws {AnomalyError} naming operation, module and shapes
 * @example
 * const model = new Sequential(new Linear(1, 2), new Softplus());
 * model.loadStateDict({ '0.weight': tensor([[0], [Infinity]]), '0.bias': zeros([2]) });
 * findAnomaly(model, () => model.forward(tensor([[0]]))) // => throws it was called in 0 (Linear) with [1, 1], [2, 1], [2]
 */
export function findAnomaly<R>(model: Module, fn: () => R): R {
  const open: string[] = [];
  const unwrap = model.namedModules().map(([path, module]) => {
    const place = placeName(path, module);
    return wrapForward(module, (call) => {
      open.push(place);
      try {
        return call();
      } finally {
        open.pop();
      }
    });
  });
  const names = new Map(model.namedParameters().map(([name, parameter]) => [parameter, name]));
  try {
    return detectAnomaly(fn, { place: () => open.at(-1) ?? null, nameOf: (parameter) => names.get(parameter) });
  } finally {
    for (const restore of unwrap) restore();
  }
}

function placeName(path: string, { constructor: { name } }: Module): string {
  return path === '' ? name : `${path} (${name})`;
}

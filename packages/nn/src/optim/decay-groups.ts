import type { Parameter } from '@ml/autograd';
import type { Module } from '../module.ts';

/**
 * Two parameter groups: matrices and tables, which decay, and vectors (offsets, norms), which do not.
 *
 * @param weightDecay of the parameters with two axes or more; the others get 0
 * @reference nanoGPT, configure_optimizers
 * @example
 * decayGroups(new Linear(3, 2), 0.1).map((group) => group.weightDecay) // => [0.1, 0]
 */
export function decayGroups(
  module: Module,
  weightDecay: number,
): { readonly parameters: readonly Parameter[]; readonly weightDecay: number }[] {
  const all = module.parameters().filter((parameter) => parameter.requiresGrad);
  return [
    { parameters: all.filter((parameter) => parameter.rank >= 2), weightDecay },
    { parameters: all.filter((parameter) => parameter.rank < 2), weightDecay: 0 },
  ];
}

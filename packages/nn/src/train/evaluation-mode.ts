import type { Module } from '../module.ts';

/** Runs `fn` with dropout off, and puts every module back into the mode it was in, whatever happens. */
export async function inEvaluationMode<R>(model: Module, fn: () => R | Promise<R>): Promise<R> {
  const modes = model.modules().map((module) => [module, module.training] as const);
  model.eval();
  try {
    return await fn();
  } finally {
    for (const [module, training] of modes) module.training = training;
  }
}

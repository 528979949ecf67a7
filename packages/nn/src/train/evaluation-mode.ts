import type { Module } from '../module.ts';

/** Switches dropout and the like off; returns what puts every module back into the mode it was in. */
export function leaveTraining(model: Module): () => void {
  const modes = model.modules().map((module) => [module, module.training] as const);
  model.eval();
  return () => {
    for (const [module, training] of modes) module.training = training;
  };
}

/** Runs `fn` with dropout off, and puts every module back into the mode it was in, whatever happens. */
export async function inEvaluationMode<R>(model: Module, fn: () => R | Promise<R>): Promise<R> {
  const restore = leaveTraining(model);
  try {
    return await fn();
  } finally {
    restore();
  }
}

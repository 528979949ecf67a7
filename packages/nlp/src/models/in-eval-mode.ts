import type { Module } from '@ml/nn';

/** Runs `fn` with these modules in evaluation mode, and puts each back into the mode it was in. */
export function inEvalMode<R>(modules: readonly Module[], fn: () => R): R {
  const learning = modules.filter((module) => module.training);
  for (const module of learning) module.training = false;
  try {
    return fn();
  } finally {
    for (const module of learning) module.training = true;
  }
}

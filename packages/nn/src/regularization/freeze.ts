import type { Module } from '../module.ts';

/**
 * Keeps all parameters of a module as they are: `backward` computes no gradients for them, and optimizers pass over them.
 * Gradients they have are freed. Running statistics still change in training mode: `module.eval()` stops those too.
 *
 * One parameter alone is frozen by `parameter.requiresGrad = false`.
 *
 * @reference torch.nn.Module.requires_grad_(False)
 * @example
 * const net = new Sequential(new Linear(2, 3), new Linear(3, 1));
 * freeze(net.layers[0]);
 * net.parameters().map((parameter) => parameter.requiresGrad) // => [false, false, true, true]
 */
export function freeze<M extends Module>(module: M): M {
  return setRequiresGrad(module, false);
}

/**
 * Lets all parameters of a module be learned again.
 *
 * @reference torch.nn.Module.requires_grad_(True)
 */
export function unfreeze<M extends Module>(module: M): M {
  return setRequiresGrad(module, true);
}

function setRequiresGrad<M extends Module>(module: M, wanted: boolean): M {
  for (const parameter of module.parameters()) {
    parameter.requiresGrad = wanted;
    if (!wanted) parameter.zeroGrad();
  }
  return module;
}

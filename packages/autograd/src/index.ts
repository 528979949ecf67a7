// The table of contents of @ml/autograd.
export { type BackwardOptions, backward } from './backward.ts';
export { detach } from './detach.ts';
export { type Gradients, type GradOptions, grad, valueAndGrad } from './functional/grad.ts';
export type { GradientOf } from './functional/tree.ts';
export { type Vjp, vjp } from './functional/vjp.ts';
export { GradientError } from './gradient-error.ts';
export { noGrad } from './mode.ts';
export { Parameter, type ParameterOptions, parameter } from './parameter.ts';

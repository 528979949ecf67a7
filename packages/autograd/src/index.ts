// The table of contents of @ml/autograd.
export { type Anomaly, AnomalyError, type DetectAnomalyOptions, detectAnomaly } from './anomaly.ts';
export { type BackwardOptions, backward } from './backward.ts';
export { type CheckGradOptions, checkGrad } from './check-grad.ts';
export { type CheckpointOptions, checkpoint } from './checkpoint.ts';
export { type CustomVjp, customVjp } from './custom-vjp.ts';
export { detach } from './detach.ts';
export { type Gradients, type GradOptions, grad, valueAndGrad } from './functional/grad.ts';
export { hessian, jacobian } from './functional/jacobian.ts';
export { jvp } from './functional/jvp.ts';
export type { GradientOf } from './functional/tree.ts';
export { type Vjp, vjp } from './functional/vjp.ts';
export { GradientError } from './gradient-error.ts';
export { isRecording, noGrad } from './mode.ts';
export { Parameter, type ParameterOptions, parameter } from './parameter.ts';

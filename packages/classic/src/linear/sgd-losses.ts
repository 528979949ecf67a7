export type SGDRegressionLoss = 'squared_error' | 'huber' | 'epsilon_insensitive' | 'squared_epsilon_insensitive';
export type SGDLoss = 'hinge' | 'log_loss' | 'modified_huber' | 'squared_hinge' | 'perceptron' | SGDRegressionLoss;

export const regressionLosses: readonly SGDRegressionLoss[] = [
  'squared_error',
  'huber',
  'epsilon_insensitive',
  'squared_epsilon_insensitive',
];
export const sgdLosses: readonly SGDLoss[] = [
  'hinge',
  'log_loss',
  'modified_huber',
  'squared_hinge',
  'perceptron',
  ...regressionLosses,
];

/** Loss of the score p where y is true: −1 or 1 for classes, else a number. @param epsilon where the losses named after it bend */
export function lossOf(loss: SGDLoss, p: number, y: number, epsilon: number): number {
  const z = p * y;
  const size = Math.abs(p - y);
  switch (loss) {
    case 'hinge':
      return z <= 1 ? 1 - z : 0;
    case 'perceptron':
      return z <= 0 ? -z : 0;
    case 'squared_hinge':
      return z < 1 ? (1 - z) ** 2 : 0;
    case 'log_loss':
      return Math.log1p(Math.exp(-Math.abs(z))) + (z > 0 ? 0 : -z);
    case 'modified_huber':
      return z >= 1 ? 0 : z >= -1 ? (1 - z) ** 2 : -4 * z;
    case 'squared_error':
      return 0.5 * size * size;
    case 'huber':
      return size <= epsilon ? 0.5 * size * size : epsilon * (size - 0.5 * epsilon);
    case 'epsilon_insensitive':
      return Math.max(0, size - epsilon);
    case 'squared_epsilon_insensitive':
      return Math.max(0, size - epsilon) ** 2;
  }
}

/** Derivative of the loss by the score. */
export function slopeOf(loss: SGDLoss, p: number, y: number, epsilon: number): number {
  const z = p * y;
  const error = p - y;
  switch (loss) {
    case 'hinge':
      return z <= 1 ? -y : 0;
    case 'perceptron':
      return z <= 0 ? -y : 0;
    case 'squared_hinge':
      return z < 1 ? -2 * y * (1 - z) : 0;
    case 'log_loss':
      return -y / (Math.exp(z) + 1);
    case 'modified_huber':
      return z >= 1 ? 0 : z >= -1 ? -2 * y * (1 - z) : -4 * y;
    case 'squared_error':
      return error;
    case 'huber':
      return Math.max(-epsilon, Math.min(epsilon, error));
    case 'epsilon_insensitive':
      return error > epsilon ? 1 : error < -epsilon ? -1 : 0;
    case 'squared_epsilon_insensitive':
      return error > epsilon ? 2 * (error - epsilon) : error < -epsilon ? 2 * (error + epsilon) : 0;
  }
}

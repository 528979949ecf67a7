/** Functions between layers that have a recommended gain. */
export type Nonlinearity = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu';

/**
 * The factor that keeps the variance of a signal through a nonlinearity: 1 for linear and sigmoid, 5/3 for tanh, √2 for ReLU,
 * √(2/(1 + slope²)) for a leaky one, 3/4 for SELU.
 *
 * @param slope of the negative side, for 'leakyRelu'; default 0.01
 * @reference torch.nn.init.calculate_gain
 * @example
 * gain('leakyRelu', 1) // => 1
 */
export function gain(nonlinearity: Nonlinearity, slope = 0.01): number {
  switch (nonlinearity) {
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leakyRelu':
      return Math.sqrt(2 / (1 + slope ** 2));
    case 'selu':
      return 3 / 4;
    default:
      return 1;
  }
}

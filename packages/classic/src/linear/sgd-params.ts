import { requireCount, requireNonNegative, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import type { RandomState } from '../base/random-state.ts';

export interface SGDParams {
  readonly penalty: 'l2' | 'l1' | 'elasticnet' | null;
  /** Strength of the penalty; the rate 'optimal' is made of it too. */
  readonly alpha: number;
  /** Share of l1 in elasticnet. */
  readonly l1Ratio: number;
  readonly fitIntercept: boolean;
  /** Most passes over the samples. */
  readonly maxIter: number;
  /** An epoch that improves the loss by less counts towards stopping; null: all epochs. */
  readonly tol: number | null;
  /** A new order of the samples in each epoch. */
  readonly shuffle: boolean;
  readonly randomState: RandomState;
  /** First rate. */
  readonly eta0: number;
  /** Judge epochs by the score on samples that are held out. */
  readonly earlyStopping: boolean;
  /** Share of samples held out. */
  readonly validationFraction: number;
  /** Epochs without improvement before it stops. */
  readonly nIterNoChange: number;
}

export interface SGDRateParams extends SGDParams {
  /** Where the loss is 'huber' or is named after it, the error from which on it is another. */
  readonly epsilon: number;
  /** optimal: 1/(α·(t + t₀)); invscaling: eta0/t^powerT; adaptive: eta0, divided by 5 where nothing improves any more. */
  readonly learningRate: 'optimal' | 'constant' | 'invscaling' | 'adaptive';
  readonly powerT: number;
  /** The mean of the coefficients of all steps, or of those from that step on. */
  readonly average: boolean | number;
}

export const sgdDefaults: SGDParams = {
  penalty: 'l2',
  alpha: 1e-4,
  l1Ratio: 0.15,
  fitIntercept: true,
  maxIter: 1000,
  tol: 1e-3,
  shuffle: true,
  randomState: null,
  eta0: 0,
  earlyStopping: false,
  validationFraction: 0.1,
  nIterNoChange: 5,
};

export function checkSGD(name: string, params: SGDRateParams): void {
  const { penalty, alpha, l1Ratio, maxIter, tol, learningRate, eta0, nIterNoChange, validationFraction } = params;
  requireOneOf(name, 'penalty', penalty, ['l2', 'l1', 'elasticnet', null]);
  requireOneOf(name, 'learningRate', learningRate, ['optimal', 'constant', 'invscaling', 'adaptive']);
  requireNonNegative(name, 'alpha', alpha, { above: learningRate === 'optimal' });
  requireParameter(name, 'l1Ratio', l1Ratio, l1Ratio >= 0 && l1Ratio <= 1, 'a number from 0 to 1');
  requireCount(name, 'maxIter', maxIter);
  if (tol !== null) requireNonNegative(name, 'tol', tol);
  requireNonNegative(name, 'eta0', eta0, { above: learningRate !== 'optimal' });
  requireCount(name, 'nIterNoChange', nIterNoChange);
  const fits = validationFraction > 0 && validationFraction < 1;
  requireParameter(name, 'validationFraction', validationFraction, fits, 'a number between 0 and 1');
  requireNonNegative(name, 'epsilon', params.epsilon);
  requireParameter(name, 'powerT', params.powerT, Number.isFinite(params.powerT), 'a number');
  requireNonNegative(name, 'average', Number(params.average));
}

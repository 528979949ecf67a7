import { describeParameter } from './describe-parameter.ts';

/** A hyper-parameter is unknown, or has a value that the estimator cannot work with. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
}

/** @throws {ParameterError} `Ridge: alpha must be ≥ 0, not -1` unless `holds` */
export function requireParameter(estimator: string, name: string, value: unknown, holds: boolean, rule: string): void {
  if (!holds) throw new ParameterError(`${estimator}: ${name} must be ${rule}, not ${describeParameter(value)}`);
}

/** @throws {ParameterError} unless `value` is one of the names */
export function requireOneOf(estimator: string, name: string, value: unknown, allowed: readonly unknown[]): void {
  const list = allowed.map(describeParameter).join(', ');
  requireParameter(estimator, name, value, allowed.includes(value), `one of ${list}`);
}

/** @throws {ParameterError} unless `value` is a whole number ≥ `least` */
export function requireCount(estimator: string, name: string, value: unknown, least = 1): void {
  requireParameter(
    estimator,
    name,
    value,
    Number.isSafeInteger(value) && Number(value) >= least,
    `an integer ≥ ${least}`,
  );
}

/** @throws {ParameterError} unless `value` is a finite number ≥ 0, or > 0 where `above` says so */
export function requireNonNegative(estimator: string, name: string, value: unknown, { above = false } = {}): void {
  const holds = typeof value === 'number' && Number.isFinite(value) && (above ? value > 0 : value >= 0);
  requireParameter(estimator, name, value, holds, `a number ${above ? '>' : '≥'} 0`);
}

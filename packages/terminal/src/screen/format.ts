export { formatBytes, formatCount, formatDuration, formatShort } from '@ml/nn/node';

/** A loss with four decimals; one that is not yet known is a dash. */
export function formatLoss(loss: number | null): string {
  return loss === null || !Number.isFinite(loss) ? '–' : loss.toFixed(4);
}

/** A learning rate with three digits: `1.00e-3`. */
export function formatRate(rate: number): string {
  return rate === 0 ? '0' : rate.toExponential(2);
}

/** A share as a percentage: 0.99132 → `99.13 %`; one that is not yet known is a dash. */
export function formatPercent(share: number | null, digits = 2): string {
  return share === null || !Number.isFinite(share) ? '–' : `${(100 * share).toFixed(digits)} %`;
}

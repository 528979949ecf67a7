import type { Tensor } from '@ml/tensor';

/** A measurement as plain data: a number, or rows of numbers such as a confusion matrix. */
export type MetricValue = number | readonly MetricValue[];

/** What a metric has seen so far. It holds counts and sums, no tensors. */
export interface MetricRun<V extends MetricValue = number> {
  /** Takes in one batch. */
  add(predictions: Tensor, targets: Tensor): void;
  /** The measurement over all samples taken in, however they were cut into batches. */
  value(): V;
}

/**
 * A measurement over predictions and targets. `start` begins one from nothing; the metric itself has no state, so that one
 * definition serves any number of evaluations.
 */
export interface Metric<V extends MetricValue = number> {
  start(): MetricRun<V>;
}

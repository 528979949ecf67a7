import type { MetricValue } from '../metrics/metric.ts';
import type { AnyTrainEvent } from '../train/train-event.ts';
import { CurvePoints } from './curve-points.ts';

/** What an evaluation found, and when. */
export interface RecordedEvaluation {
  readonly step: number;
  readonly values: Readonly<Record<string, MetricValue>>;
}

/** What a report tells of a run: a fold over its events. */
export class RunRecord {
  readonly losses = new CurvePoints();
  readonly rates = new CurvePoints();
  readonly evaluations: RecordedEvaluation[] = [];
  parameters = 0;
  step = 0;
  epochs = 0;
  items = 0;
  /** Seconds in steps. */
  seconds = 0;
  reason: 'finished' | 'stopped' | null = null;

  hear(event: AnyTrainEvent): void {
    this.step = event.step;
    switch (event.type) {
      case 'start':
        this.parameters = event.parameters;
        return;
      case 'step':
        this.losses.add(event.step, event.loss);
        this.rates.add(event.step, event.learningRate);
        this.items += event.items;
        this.seconds += event.seconds;
        return;
      case 'eval': {
        const { type: _, step, ...values } = event;
        this.evaluations.push({ step, values });
        return;
      }
      case 'epoch':
        this.epochs = event.epoch;
        return;
      case 'end':
        this.reason = event.reason;
    }
  }

  /** Names of the measurements that are numbers, in the order they first came. */
  get numbers(): string[] {
    return this.#names((value) => typeof value === 'number');
  }

  /** Names of those that are rows of numbers. */
  get tables(): string[] {
    return this.#names((value) => typeof value !== 'number');
  }

  #names(wanted: (value: MetricValue) => boolean): string[] {
    const names = this.evaluations.flatMap(({ values }) => Object.keys(values).filter((name) => wanted(values[name])));
    return [...new Set(names)];
  }
}

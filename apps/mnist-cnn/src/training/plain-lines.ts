import {
  formatBytes,
  formatCount,
  formatDuration,
  formatLoss,
  formatPercent,
  formatRate,
  formatShort,
} from '@ml/terminal';
import {
  type DashboardState,
  initialDashboard,
  recentLoss,
  speed,
  timeLeft,
  updateDashboard,
} from '../dashboard/dashboard-state.ts';
import type { AppEvent } from './app-event.ts';

/** Seconds of training between two lines, when nothing else happens. */
const PAUSE = 10;

/** Turns events into lines for a log: one now and then, one for everything that matters. */
export class PlainLines {
  #state: DashboardState = initialDashboard;
  #secondsAtLine = 0;

  /** The lines that an event is worth; mostly none. */
  linesFor(event: AppEvent): string[] {
    this.#state = updateDashboard(this.#state, event);
    const { seconds } = this.#state.history;
    switch (event.type) {
      case 'plan':
        this.#secondsAtLine = seconds;
        return planLines(event);
      case 'step':
        if (seconds - this.#secondsAtLine < PAUSE) return [];
        this.#secondsAtLine = seconds;
        return [this.#progress()];
      case 'eval':
        this.#secondsAtLine = seconds;
        return [
          `${this.#progress()}  test accuracy ${formatPercent(event.accuracy)}  test loss ${formatLoss(event.loss)}`,
        ];
      case 'checkpoint':
        return [`  saved ${event.path}`];
      case 'report':
        return [`report: ${event.path}`];
      case 'start':
      case 'mistakes':
      case 'epoch':
      case 'end':
        return [];
    }
  }

  #progress(): string {
    const { step, maxSteps, learningRate } = this.#state;
    const loss = recentLoss(this.#state);
    const count = `step ${formatCount(step).padStart(formatCount(maxSteps).length)}/${formatCount(maxSteps)}`;
    if (loss === null) return count;
    const left = step < maxSteps ? `  ${formatDuration(timeLeft(this.#state))} left` : '';
    const pace = `${formatShort(speed(this.#state))} images/s`;
    return `${count}  loss ${formatLoss(loss)}  lr ${formatRate(learningRate)}  ${pace}${left}`;
  }
}

function planLines({ settings, parameters, step, out }: Extract<AppEvent, { type: 'plan' }>): string[] {
  const { trainLimit, testLimit, epochs, batchSize, augment } = settings;
  return [
    `data: MNIST, ${formatCount(trainLimit)} digits to train on${augment ? ', a little changed each time' : ''}, ${formatCount(testLimit)} to test with`,
    `network: ${formatCount(parameters)} parameters (${formatBytes(4 * parameters)}), ${epochs} epochs of batches of ${batchSize}`,
    step === 0 ? `a new run in ${out}` : `resuming the run in ${out} at step ${formatCount(step)}`,
  ];
}

import { formatBytes, formatCount, formatDuration, formatLoss, formatRate, formatShort } from '@ml/terminal';
import {
  bestValidation,
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
      case 'eval': {
        this.#secondsAtLine = seconds;
        const { trainLoss, validationLoss } = event;
        const best = validationLoss <= (bestValidation(this.#state) ?? Infinity) ? ' (best)' : '';
        return [`${this.#progress()}  train ${formatLoss(trainLoss)}  val ${formatLoss(validationLoss)}${best}`];
      }
      case 'sample':
        return [`  it writes: ${JSON.stringify(event.text.trim().slice(0, 160))}`];
      case 'checkpoint':
        return [`  saved ${event.path}${event.best ? ' (best so far)' : ''}`];
      case 'report':
        return [`report: ${event.path}`];
      case 'start':
      case 'epoch':
      case 'memory':
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
    const pace = `${formatShort(speed(this.#state))} tokens/s`;
    return `${count}  loss ${formatLoss(loss)}  lr ${formatRate(learningRate)}  ${pace}${left}`;
  }
}

function planLines({ data, settings, parameters, step, out }: Extract<AppEvent, { type: 'plan' }>): string[] {
  const { nLayer, nHead, nEmbd, blockSize, batchSize } = settings;
  return [
    `data: ${data.description}`,
    `      ${formatCount(data.characters)} characters, vocabulary ${data.vocabulary}, ${formatCount(data.validationCharacters)} kept for validation`,
    `model: ${formatCount(parameters)} parameters (${formatBytes(4 * parameters)}): ${nLayer} layers, ${nHead} heads, ${nEmbd} wide, block ${blockSize}, batch ${batchSize}`,
    step === 0 ? `a new run in ${out}` : `resuming the run in ${out} at step ${formatCount(step)}`,
  ];
}

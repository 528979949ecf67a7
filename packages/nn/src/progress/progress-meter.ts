import { formatProgress, type ProgressStyle } from './format-progress.ts';
import { type ProgressState, SmoothedRate } from './progress-state.ts';

/** Where lines go: `process.stderr`, or anything else that can be written to. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface MeterOptions {
  readonly stream: ProgressStream;
  readonly style: () => ProgressStyle;
  readonly total: number | null;
  readonly initial: number;
  /** Whether the last line stays on a terminal. */
  readonly leave: boolean;
  /** Seconds. */
  readonly now: () => number;
}

/** Seconds between two drawings on a terminal, and between two lines elsewhere. */
const [REDRAW, PLAIN] = [0.1, 10];

/** Follows a loop and draws it: one line that is drawn over on a terminal, a plain line now and then elsewhere. */
export class ProgressMeter {
  readonly #options: MeterOptions;
  readonly #began: number;
  readonly #rate = new SmoothedRate();
  readonly #pause: number;
  #done: number;
  #drawnAt: number;
  #drawnDone: number;
  #ended = false;

  constructor(options: MeterOptions) {
    this.#options = options;
    this.#pause = options.stream.isTTY === true ? REDRAW : PLAIN;
    this.#began = options.now();
    this.#drawnAt = this.#began;
    this.#done = options.initial;
    this.#drawnDone = options.initial;
  }

  /** One more item is through. */
  advance(): void {
    this.#done++;
    const now = this.#options.now();
    if (now - this.#drawnAt < this.#pause) return;
    this.#rate.add(this.#done - this.#drawnDone, now - this.#drawnAt);
    this.#drawnAt = now;
    this.#drawnDone = this.#done;
    this.#draw(this.#rate.value, now);
  }

  /** The loop is over, or was left: the last line, with the rate over all of it. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const { stream, initial, leave, now } = this.#options;
    const at = now();
    const seconds = at - this.#began;
    if (stream.isTTY === true && !leave) stream.write('\r\x1b[K');
    else this.#draw(seconds > 0 ? (this.#done - initial) / seconds : null, at, '\n');
  }

  #draw(rate: number | null, now: number, end = ''): void {
    const { stream, style, total, initial } = this.#options;
    const state: ProgressState = { done: this.#done, total, initial, seconds: now - this.#began, rate };
    if (stream.isTTY === true) {
      // One column stays free: terminals differ in where the cursor goes after the last.
      const line = formatProgress(state, style(), (stream.columns ?? 80) - 1);
      stream.write(`\r${line}\x1b[K${end}`);
    } else stream.write(`${formatProgress(state, style(), null)}\n`);
  }
}

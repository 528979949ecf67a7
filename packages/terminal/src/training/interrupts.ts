export type StopSignal = 'SIGINT' | 'SIGTERM';

/** Counts signals: the first stops the run, the second the program. */
export class Interrupts {
  signal: StopSignal | null = null;
  readonly #first: () => void;

  constructor(first: () => void) {
    this.#first = first;
    process.on('SIGINT', this.interrupt);
    process.on('SIGTERM', this.terminate);
  }

  readonly interrupt = (): void => this.#raise('SIGINT');
  readonly terminate = (): void => this.#raise('SIGTERM');

  #raise(signal: StopSignal): void {
    if (this.signal !== null) process.exit(exitCodeOf(signal));
    this.signal = signal;
    this.#first();
  }

  close(): void {
    process.off('SIGINT', this.interrupt);
    process.off('SIGTERM', this.terminate);
  }
}

/** What shells expect of a program that a signal ended. */
export function exitCodeOf(signal: StopSignal): number {
  return signal === 'SIGINT' ? 130 : 143;
}

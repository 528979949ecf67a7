import { ProgressMeter, type ProgressStream } from './progress-meter.ts';

export type { ProgressStream } from './progress-meter.ts';

export interface ProgressOptions {
  /** Stands in front of the line. */
  readonly description?: string | undefined;
  /** How many items there are. Default: the iterable's `length` or `size`, where it has one. */
  readonly total?: number | undefined;
  /** Items that are through already, when a loop is resumed; default 0. */
  readonly initial?: number | undefined;
  /** What is counted; default 'it'. */
  readonly unit?: string | undefined;
  /** Whether large counts are shortened: 1.2k; default false. */
  readonly unitScale?: boolean | undefined;
  /** Anything more to say at the end of the line, asked for whenever it is drawn: `() => \`loss ${loss}\``. */
  readonly note?: (() => string) | undefined;
  /** Draws nothing and passes the items through; default false. */
  readonly disable?: boolean | undefined;
  /** Whether the last line stays on a terminal; default true. */
  readonly leave?: boolean | undefined;
  /** Default: the standard error output. */
  readonly stream?: ProgressStream | undefined;
  /** Seconds on a clock that only goes forward; default `performance.now`. */
  readonly now?: (() => number) | undefined;
}

/**
 * The items of an iterable, with a progress bar for the loop over them: count, rate and the time that is left.
 *
 * On a terminal one line is drawn over at most ten times a second and cut to the terminal's width; elsewhere there is a plain
 * line every ten seconds and one at the end. An item counts when the loop asks for the next one. A loop that is left early or
 * throws ends the line as it stands, and closes the iterable.
 *
 * @reference tqdm, whose line it is
 * @example
 * let written = '';
 * const stream = { write: (text: string) => (written += text) };
 * let sum = 0;
 * for (const x of progress([1, 2, 3], { description: 'adding', stream, now: () => 0 })) sum += x;
 * [sum, written] // => [6, 'adding: 100% 3/3 [00:00<?, ?it/s]\n']
 */
export function progress<T>(items: Iterable<T>, options?: ProgressOptions): Generator<T, void, void>;
export function progress<T>(items: AsyncIterable<T>, options?: ProgressOptions): AsyncGenerator<T, void, void>;
export function progress<T>(
  items: Iterable<T> | AsyncIterable<T>,
  options: ProgressOptions = {},
): Generator<T, void, void> | AsyncGenerator<T, void, void> {
  const { total = lengthOf(items), initial = 0 } = options;
  for (const [name, value] of Object.entries({ total: total ?? 0, initial }))
    if (!(value >= 0)) throw new RangeError(`progress: ${name} must be a number ≥ 0, not ${value}`);
  const meter = (): ProgressMeter | null => (options.disable === true ? null : newMeter(options, total, initial));
  return Symbol.iterator in items ? drawn(items, meter) : drawnAsync(items, meter);
}

function* drawn<T>(items: Iterable<T>, newMeter: () => ProgressMeter | null): Generator<T, void, void> {
  const meter = newMeter();
  try {
    for (const item of items) {
      yield item;
      meter?.advance();
    }
  } finally {
    meter?.end();
  }
}

async function* drawnAsync<T>(
  items: AsyncIterable<T>,
  newMeter: () => ProgressMeter | null,
): AsyncGenerator<T, void, void> {
  const meter = newMeter();
  try {
    for await (const item of items) {
      yield item;
      meter?.advance();
    }
  } finally {
    meter?.end();
  }
}

function newMeter(options: ProgressOptions, total: number | null, initial: number): ProgressMeter {
  const { description = '', unit = 'it', unitScale = false, note, leave = true } = options;
  const { stream = process.stderr, now = () => performance.now() / 1000 } = options;
  const style = () => ({ description, unit, unitScale, note: note?.() ?? '' });
  return new ProgressMeter({ stream, style, total, initial, leave, now });
}

function lengthOf(items: object): number | null {
  for (const name of ['length', 'size'] as const) {
    const value: unknown = (items as Partial<Record<typeof name, unknown>>)[name];
    if (typeof value === 'number') return value;
  }
  return null;
}

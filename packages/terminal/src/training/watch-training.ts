import { UserError } from '../errors/user-error.ts';
import type { Line } from '../screen/line.ts';
import type { Surface } from '../screen/surface.ts';
import { Interrupts, type StopSignal } from './interrupts.ts';
import type { RunEvent, StopRequested } from './run-event.ts';
import type { TrainingThread } from './training-thread.ts';

/** How a run ended, as far as the caller must know. */
export interface TrainingOutcome {
  readonly reason: 'finished' | 'stopped';
  readonly step: number;
  readonly checkpoint: string | null;
  readonly report: string | null;
  /** The signal that stopped it. */
  readonly signal: StopSignal | null;
}

/** How a program shows its runs: what it knows of one is a fold over the events. */
export interface RunView<S, E> {
  readonly initial: S;
  readonly update: (state: S, event: E | StopRequested) => S;
  /** The screen, at least one row less than it is high. */
  readonly screen: (state: S, size: { readonly columns: number; readonly rows: number }) => Line[];
  /** Without a screen: the lines that an event is worth, from a log that begins now. */
  readonly log: () => (event: E) => readonly string[];
}

/** A consumer of the events of a run. */
export interface Audience<E> {
  readonly hear: (event: E) => void;
  readonly interrupted: () => void;
  readonly close: () => Promise<void>;
}

export interface WatchOptions {
  readonly json: boolean;
  readonly surface: Surface;
}

/**
 * Shows a run: as a screen, as lines, or as JSON, one event in a line.
 *
 * The first Ctrl-C lets the run save and end, the second ends the program at once.
 */
export async function watchTraining<S, E extends { readonly type: string }>(
  thread: TrainingThread<E>,
  view: RunView<S, E>,
  { json, surface }: WatchOptions,
): Promise<TrainingOutcome> {
  const interrupts = new Interrupts(() => {
    thread.stop();
    audience.interrupted();
  });
  const audience = json ? jsonAudience() : await visibleAudience(view, surface, interrupts);
  let outcome: TrainingOutcome | null = null;
  let checkpoint: string | null = null;
  try {
    for await (const event of thread.events) {
      audience.hear(event);
      if (isRunEvent(event, 'checkpoint')) checkpoint = event.path;
      if (isRunEvent(event, 'end')) {
        outcome = { reason: event.reason, step: event.step, checkpoint, report: null, signal: interrupts.signal };
      }
      if (isRunEvent(event, 'report') && outcome !== null) outcome = { ...outcome, report: event.path };
    }
  } finally {
    interrupts.close();
    await audience.close();
  }
  if (outcome === null) throw new UserError('the training thread ended without a word; is the machine out of memory?');
  return outcome;
}

/** Events of these types are those of every run; a program's own have others. */
function isRunEvent<E extends { readonly type: string }, T extends RunEvent['type']>(
  event: E,
  type: T,
): event is E & Extract<RunEvent, { readonly type: T }> {
  return event.type === type;
}

async function visibleAudience<S, E>(
  view: RunView<S, E>,
  surface: Surface,
  interrupts: Interrupts,
): Promise<Audience<E>> {
  if (!surface.interactive) return plainAudience(view.log());
  const { screenAudience } = await import('./screen-audience.tsx');
  return screenAudience(view, surface, interrupts.interrupt);
}

function jsonAudience<E>(): Audience<E> {
  return {
    hear: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
    interrupted: () => {},
    close: async () => {},
  };
}

function plainAudience<E>(linesFor: (event: E) => readonly string[]): Audience<E> {
  const write = (line: string): boolean => process.stdout.write(`${line}\n`);
  return {
    hear: (event) => linesFor(event).forEach(write),
    interrupted: () => write('finishing the step, then saving … (Ctrl-C again: quit at once)'),
    close: async () => {},
  };
}

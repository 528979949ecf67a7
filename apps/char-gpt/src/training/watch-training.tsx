import { initialDashboard, updateDashboard } from '../dashboard/dashboard-state.ts';
import { createStore } from '../terminal/store.ts';
import { type Surface, tellInk } from '../terminal/surface.ts';
import { UserError } from '../user-error.ts';
import type { AppEvent } from './app-event.ts';
import { PlainLines } from './plain-lines.ts';
import type { TrainRequest } from './train-request.ts';
import { startTraining, type TrainingThread } from './training-thread.ts';

/** How a run ended, as far as the caller must know. */
export interface TrainingOutcome {
  readonly reason: 'finished' | 'stopped';
  readonly step: number;
  readonly checkpoint: string | null;
  readonly report: string | null;
  /** The signal that stopped it. */
  readonly signal: 'SIGINT' | 'SIGTERM' | null;
}

/** Ten frames a second are enough for numbers, and leave the processor to the training. */
const FRAME = 100;

/** A consumer of the events of a run. */
interface Audience {
  readonly hear: (event: AppEvent) => void;
  readonly interrupted: () => void;
  readonly close: () => Promise<void>;
}

/**
 * Trains in a thread and shows it: as a dashboard, as lines, or as JSON, one event in a line.
 *
 * The first Ctrl-C lets the run save and end, the second ends the program at once.
 */
export async function watchTraining(
  request: TrainRequest,
  { json, surface }: { readonly json: boolean; readonly surface: Surface },
): Promise<TrainingOutcome> {
  const thread = startTraining(request);
  const interrupts = new Interrupts(thread, () => audience.interrupted());
  const audience = json
    ? jsonAudience()
    : surface.interactive
      ? await dashboardAudience(surface, interrupts)
      : plainAudience();
  let outcome: TrainingOutcome | null = null;
  let checkpoint: string | null = null;
  try {
    for await (const event of thread.events) {
      audience.hear(event);
      if (event.type === 'checkpoint') checkpoint = event.path;
      if (event.type === 'end') {
        outcome = { reason: event.reason, step: event.step, checkpoint, report: null, signal: interrupts.signal };
      }
      if (event.type === 'report' && outcome !== null) outcome = { ...outcome, report: event.path };
    }
  } finally {
    interrupts.close();
    await audience.close();
  }
  if (outcome === null) throw new UserError('the training thread ended without a word; is the machine out of memory?');
  return outcome;
}

/** Counts signals: the first stops the run, the second the program. */
class Interrupts {
  signal: TrainingOutcome['signal'] = null;
  readonly #thread: TrainingThread;
  readonly #first: () => void;

  constructor(thread: TrainingThread, first: () => void) {
    this.#thread = thread;
    this.#first = first;
    process.on('SIGINT', this.interrupt);
    process.on('SIGTERM', this.terminate);
  }

  readonly interrupt = (): void => this.#raise('SIGINT');
  readonly terminate = (): void => this.#raise('SIGTERM');

  #raise(signal: 'SIGINT' | 'SIGTERM'): void {
    if (this.signal !== null) process.exit(exitCodeOf(signal));
    this.signal = signal;
    this.#thread.stop();
    this.#first();
  }

  close(): void {
    process.off('SIGINT', this.interrupt);
    process.off('SIGTERM', this.terminate);
  }
}

/** What shells expect of a program that a signal ended. */
export function exitCodeOf(signal: 'SIGINT' | 'SIGTERM'): number {
  return signal === 'SIGINT' ? 130 : 143;
}

function jsonAudience(): Audience {
  return {
    hear: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
    interrupted: () => {},
    close: async () => {},
  };
}

function plainAudience(): Audience {
  const lines = new PlainLines();
  const write = (line: string): boolean => process.stdout.write(`${line}\n`);
  return {
    hear: (event) => lines.linesFor(event).forEach(write),
    interrupted: () => write('finishing the step, then saving … (Ctrl-C again: quit at once)'),
    close: async () => {},
  };
}

async function dashboardAudience(surface: Surface, interrupts: Interrupts): Promise<Audience> {
  tellInk(process.env, surface);
  const [{ render }, { Dashboard }] = await Promise.all([import('ink'), import('../dashboard/dashboard.tsx')]);
  const store = createStore(initialDashboard, FRAME);
  let screen: ReturnType<typeof render> | null = null;
  return {
    hear: (event) => {
      store.update((state) => updateDashboard(state, event));
      // Not before the first event: a request that cannot be met leaves one line and no empty screen.
      screen ??= render(<Dashboard store={store} onInterrupt={interrupts.interrupt} />, { exitOnCtrlC: false });
    },
    interrupted: () => {
      store.update((state) => updateDashboard(state, { type: 'stop-requested' }));
      store.flush();
    },
    close: async () => {
      store.flush();
      await screen?.waitUntilRenderFlush();
      screen?.unmount();
      await screen?.waitUntilExit();
    },
  };
}

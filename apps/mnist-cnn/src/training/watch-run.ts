import { startTraining, type TrainingOutcome, type WatchOptions, watchTraining } from '@ml/terminal';
import { dashboardLines } from '../dashboard/dashboard-lines.ts';
import { initialDashboard, updateDashboard } from '../dashboard/dashboard-state.ts';
import type { AppEvent } from './app-event.ts';
import { PlainLines } from './plain-lines.ts';
import type { TrainRequest } from './train-request.ts';

/** Built beside the program's entry; see tsup.config.ts. */
const WORKER = new URL('./training-worker.js', import.meta.url);

/** Trains in a thread and shows it. */
export function watchRun(request: TrainRequest, options: WatchOptions): Promise<TrainingOutcome> {
  const view = {
    initial: initialDashboard,
    update: updateDashboard,
    screen: dashboardLines,
    log: () => {
      const lines = new PlainLines();
      return (event: AppEvent) => lines.linesFor(event);
    },
  };
  return watchTraining(startTraining<AppEvent>(WORKER, request), view, options);
}

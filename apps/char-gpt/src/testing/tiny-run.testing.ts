import type { GivenSettings } from '../options/train-flags.ts';
import type { AppEvent } from '../training/app-event.ts';
import { runTraining } from '../training/run-training.ts';
import type { TrainRequest } from '../training/train-request.ts';

/** A run of a few milliseconds a step. */
export const tinySettings: GivenSettings = {
  nLayer: 1,
  nHead: 2,
  nEmbd: 8,
  blockSize: 8,
  batchSize: 2,
  maxIters: 12,
  evalInterval: 4,
  evalIters: 2,
  warmupIters: 2,
  dropout: 0.1,
};

export function tinyRequest(out: string, changes: Partial<TrainRequest> = {}): TrainRequest {
  return { out, data: 'blake', given: tinySettings, resume: false, force: false, ...changes };
}

/** All events of a run; it is stopped after `stopAfter` steps. */
export async function collectEvents(request: TrainRequest, stopAfter = Infinity): Promise<AppEvent[]> {
  const stop = new AbortController();
  const events: AppEvent[] = [];
  for await (const event of runTraining(request, stop.signal)) {
    events.push(event);
    if (event.type === 'step' && event.step >= stopAfter) stop.abort();
  }
  return events;
}

/** Losses by step, to the last bit. */
export function lossesOf(events: readonly AppEvent[]): [step: number, loss: number][] {
  return events.flatMap((event): [number, number][] => (event.type === 'step' ? [[event.step, event.loss]] : []));
}

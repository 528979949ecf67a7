import type { RunFacts } from '../run/run-facts.ts';
import type { DataSummary } from '../training/app-event.ts';

/** All that a report tells, as plain data. */
export interface ReportContent {
  readonly facts: RunFacts;
  readonly data: DataSummary;
  readonly step: number;
  readonly parameters: number;
  readonly samples: readonly string[];
}

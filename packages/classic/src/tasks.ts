// What worker threads load: the tasks that estimators hand out, by name.
import { fitMember } from './ensemble/fit-members.ts';
import { growTrees } from './ensemble/grow-forest.ts';
import { walkForest } from './ensemble/sum-forest.ts';
import { elasticNetFold } from './linear/elastic-net-fold.ts';
import { sgdSteps } from './linear/sgd-steps.ts';
import { fitAndScoreTask } from './model-selection/fit-and-score.ts';
import { nearestOfRows, withinOfRows } from './neighbors/row-search.ts';
import type { Task } from './parallel/parallel-backend.ts';
import { serve } from './parallel/serve-tasks.ts';
import { allEstimators } from './persistence/all-estimators.ts';
import { provideClasses } from './persistence/estimator-classes.ts';

// biome-ignore lint/suspicious/noExplicitAny: tasks of any arguments and results
const all: readonly Task<any, any>[] = [
  fitAndScoreTask,
  fitMember,
  elasticNetFold,
  sgdSteps,
  growTrees,
  walkForest,
  nearestOfRows,
  withinOfRows,
];

/** Called in every worker thread with the port that jobs arrive on. */
export function serveTasks(port: Parameters<typeof serve>[0]): void {
  provideClasses(allEstimators);
  serve(port, new Map(all.map((task) => [task.name, task])));
}

import { serveTraining } from '@ml/terminal';
import { runTraining } from './run-training.ts';

await serveTraining(runTraining);

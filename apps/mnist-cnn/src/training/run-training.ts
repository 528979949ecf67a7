import { basename } from 'node:path';
import type { ImageDataset, ImageRows } from '@ml/cv/datasets';
import { AdamW, DataLoader, type Dataset, MapDataset, oneCycle, restoreCheckpoint, Subset, train } from '@ml/nn';
import { saveCheckpoint } from '@ml/nn/node';
import { getThreads, Rng, setThreads } from '@ml/tensor';
import { clearRunFolder, describeMachine, reasonOf, runFiles, UserError, withLoss, writeReport } from '@ml/terminal';
import { jitter } from '../digits/jitter.ts';
import { loadDigits } from '../digits/load-digits.ts';
import type { DigitNet } from '../model/digit-net.ts';
import type { Settings } from '../options/settings.ts';
import { lossCurve } from '../report/loss-curve.ts';
import { reportMarkdown } from '../report/report-markdown.ts';
import { BATCHES, buildNetwork, disposeWeights } from '../run/open-network.ts';
import type { AppEvent } from './app-event.ts';
import { withEvaluation } from './history.ts';
import { prepareRun } from './prepare-run.ts';
import { type Mistake, type TestResult, testNetwork } from './test-network.ts';
import type { TrainRequest } from './train-request.ts';

/** Steps between checkpoints: a minute of work is the most that a crash costs. */
const CHECKPOINT_INTERVAL = 500;
/** Mistakes that are shown. */
const MOST_MISTAKES = 24;

/**
 * A whole run, told as events: from the request to the report. It tests the network before the first step and after every epoch,
 * and saves now and then, at the end and when `signal` stops it.
 *
 * @throws {UserError} for all that the user can mend
 */
export async function* runTraining(request: TrainRequest, signal: AbortSignal): AsyncGenerator<AppEvent, void, void> {
  if (request.threads !== null) setThreads(request.threads);
  const { facts, checkpoint } = await prepareRun(request);
  const { settings } = facts;
  const { out } = request;
  const [digits, testDigits] = [await loadDigits('train'), await loadDigits('test')];
  const network = buildNetwork(settings.seed);
  const optimizer = new AdamW(network.parameters(), { lr: settings.lr, weightDecay: settings.weightDecay });
  const batches = new DataLoader(trainingDigits(digits, settings), {
    batchSize: settings.batchSize,
    shuffle: true,
    rng: new Rng([settings.seed, BATCHES]),
  });
  const rngs = { dropout: network.dropoutRng };
  if (checkpoint !== null) {
    restoreCheckpoint(checkpoint, { model: network, optimizer, rngs, data: batches });
    disposeWeights(checkpoint);
  }
  const startStep = checkpoint?.step ?? 0;
  const files = runFiles(out);
  let { history } = facts;
  let mistakes: readonly Mistake[] = [];
  let tested: TestResult | null = null;

  const test = async (): Promise<TestResult> => {
    const found = await testNetwork(network, testDigits, { limit: settings.testLimit, most: MOST_MISTAKES });
    mistakes = found.mistakes;
    return found.result;
  };
  const save = async ({ step }: { readonly step: number }): Promise<string> => {
    try {
      const user = { ...facts, history };
      await saveCheckpoint(files.latest, { model: network, optimizer, step, rngs, data: batches, user });
    } catch (error) {
      throw new UserError(`cannot write ${files.latest}: ${reasonOf(error)}`, { cause: error });
    }
    return files.latest;
  };

  const parameters = network.parameterCount();
  yield { type: 'plan', out, settings, parameters, threads: getThreads(), step: startStep, history };
  if (checkpoint === null) {
    clearRunFolder(out);
    await save({ step: 0 });
  }
  const events = train<DigitNet, ImageRows, TestResult>(network, batches, {
    loss: (net, { inputs, targets }) => net.loss(inputs, targets),
    optimizer,
    epochs: settings.epochs,
    startStep,
    schedule: oneCycle({ maxLr: settings.lr, total: settings.epochs * batches.length }),
    evaluate: test,
    monitor: 'accuracy',
    mode: 'max',
    checkpoint: save,
    checkpointInterval: CHECKPOINT_INTERVAL,
    signal,
  });
  for await (const event of events) {
    if (event.type === 'step') history = withLoss(history, event);
    if (event.type === 'eval') {
      tested = event;
      history = withEvaluation(history, event);
    }
    yield event;
    if (event.type === 'eval') yield { type: 'mistakes', step: event.step, mistakes };
    if (event.type === 'end' && event.reason === 'finished') {
      const result = tested ?? (await test());
      const content = { settings, history, step: event.step, parameters, result };
      const markdown = reportMarkdown(content, describeMachine(), basename(files.curve));
      yield { type: 'report', path: await writeReport(out, markdown, lossCurve(history)) };
    }
  }
}

function trainingDigits(digits: ImageDataset, { trainLimit, augment }: Settings): Dataset<ImageRows, ImageRows> {
  const all = digits.normalized();
  const first = Int32Array.from({ length: Math.min(trainLimit, digits.length) }, (_, i) => i);
  const some = new Subset<ImageRows, ImageRows>(all, first);
  if (!augment) return some;
  return new MapDataset<ImageRows, ImageRows, ImageRows, ImageRows>(some, oneJittered, { batched: jitter });
}

function oneJittered(): ImageRows {
  throw new Error('training digits are asked for in batches');
}

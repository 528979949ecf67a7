import { basename } from 'node:path';
import { type GPT, generate, type TextBatch, textBatches } from '@ml/nlp';
import {
  AdamW,
  type BatchSource,
  decayGroups,
  evaluateBatches,
  restoreCheckpoint,
  type TrainState,
  train,
  warmupCosine,
} from '@ml/nn';
import { saveCheckpoint } from '@ml/nn/node';
import { memory, Rng, type Tensor } from '@ml/tensor';
import { clearRunFolder, describeMachine, reasonOf, runFiles, UserError, writeReport } from '@ml/terminal';
import { lossCurve } from '../report/loss-curve.ts';
import { reportMarkdown } from '../report/report-markdown.ts';
import { disposeWeights } from '../run/open-model.ts';
import type { AppEvent } from './app-event.ts';
import { type History, withEvaluation, withStep } from './history.ts';
import { type PreparedRun, prepareRun } from './prepare-run.ts';
import type { TrainRequest } from './train-request.ts';

/** Characters of the samples shown while the model learns. */
const SAMPLE_LENGTH = 240;
/** Children of `--seed`: 0 draws the weights, these the rest. */
const STREAM = { batches: 1, evaluation: 2, samples: 3 } as const;

/**
 * A whole run, told as events: from the request to the report. It saves at once, every `--eval-interval` steps, at the end
 * and when `signal` stops it; whatever happens in between costs at most that many steps.
 *
 * @throws {UserError} for all that the user can mend
 */
export async function* runTraining(request: TrainRequest, signal: AbortSignal): AsyncGenerator<AppEvent, void, void> {
  const run = await prepareRun(request);
  const { out, model, facts, checkpoint, trainIds } = run;
  const { settings } = facts;
  const files = runFiles(out);
  const { batchSize, blockSize, lr, minLr, beta1, beta2, maxIters, evalInterval, gradClip } = settings;
  const optimizer = new AdamW(decayGroups(model, settings.weightDecay), { lr, beta1, beta2 });
  const batches = textBatches(trainIds, { blockSize, batchSize, rng: streamOf(run, STREAM.batches) });
  const rngs = { dropout: model.dropoutRng };
  if (checkpoint !== null) {
    restoreCheckpoint(checkpoint, { model, optimizer, rngs, data: batches });
    disposeWeights(checkpoint);
  }
  const startStep = checkpoint?.step ?? 0;
  let history = facts.history;

  const save = async ({
    step,
    bestLoss,
    best,
    reason,
  }: Omit<TrainState, 'reason' | 'evaluation'> & { reason: string }): Promise<string> => {
    const user = { ...facts, bestLoss, history };
    try {
      await saveCheckpoint(files.latest, { model, optimizer, step, rngs, data: batches, user });
      // Between evaluations the weights are no longer those that were measured.
      if (best && reason !== 'stopped') await saveCheckpoint(files.best, { model, step, user });
    } catch (error) {
      throw new UserError(`cannot write ${files.latest}: ${reasonOf(error)}`, { cause: error });
    }
    return files.latest;
  };

  yield {
    type: 'plan',
    out,
    settings,
    data: summarize(run),
    parameters: model.parameterCount(),
    step: startStep,
    history,
  };
  if (checkpoint === null) {
    clearRunFolder(out);
    await save({ step: 0, bestLoss: null, best: false, reason: 'start' });
  }

  const events = train(model, batches, {
    loss: batchLoss,
    optimizer,
    clipNorm: gradClip === 0 ? Infinity : gradClip,
    maxSteps: maxIters,
    startStep,
    schedule: warmupCosine({ warmup: settings.warmupIters, total: maxIters, maxLr: lr, minLr }),
    evaluate: () => evaluateBoth(run),
    evalInterval,
    checkpoint: save,
    checkpointInterval: evalInterval,
    bestLoss: facts.bestLoss,
    signal,
  });
  for await (const event of events) {
    if (event.type === 'step') history = withStep(history, event);
    if (event.type === 'eval') history = withEvaluation(history, event);
    yield event;
    if (event.type === 'eval') {
      yield memoryEvent(event.step);
      yield { type: 'sample', step: event.step, text: await writeSample(run, event.step) };
    }
    if (event.type === 'end' && event.reason === 'finished') yield await report(run, event.step, history);
  }
}

function batchLoss(model: GPT, { ids, targets }: TextBatch): Tensor {
  return model.loss(ids, targets);
}

function streamOf({ facts }: PreparedRun, stream: number): Rng {
  return new Rng([facts.settings.seed, stream]);
}

/** The same windows at every evaluation: differences are the model's. They draw nothing from the run's own streams. */
function evaluateBoth(run: PreparedRun) {
  const { model, facts, trainIds, validationIds } = run;
  const { batchSize, blockSize, evalIters } = facts.settings;
  const lossOn = (ids: Int32Array): number => {
    const batches: BatchSource<TextBatch> = textBatches(ids, {
      blockSize,
      batchSize,
      rng: streamOf(run, STREAM.evaluation),
    });
    return evaluateBatches(model, batches, evalIters, batchLoss);
  };
  return { trainLoss: lossOn(trainIds), validationLoss: lossOn(validationIds) };
}

async function writeSample(run: PreparedRun, step: number, index = 0): Promise<string> {
  const { model, tokenizer, facts } = run;
  const rng = new Rng([facts.settings.seed, STREAM.samples, step, index]);
  let text = '';
  for await (const piece of generate(model.eval(), tokenizer, '\n', {
    maxTokens: SAMPLE_LENGTH,
    temperature: 0.8,
    rng,
  }))
    text += piece;
  return text;
}

function memoryEvent(step: number): AppEvent {
  const { liveBytes, reservedBytes } = memory.report();
  return { type: 'memory', step, liveBytes, reservedBytes };
}

async function report(run: PreparedRun, step: number, history: History): Promise<AppEvent> {
  const samples: string[] = [];
  for (let i = 1; i <= 3; i++) samples.push(await writeSample(run, step, i));
  const { out, model, facts } = run;
  const content = {
    facts: { ...facts, history },
    data: summarize(run),
    step,
    parameters: model.parameterCount(),
    samples,
  };
  const markdown = reportMarkdown(content, describeMachine(), basename(runFiles(out).curve));
  const path = await writeReport(out, markdown, lossCurve(history));
  return { type: 'report', path };
}

function summarize({ facts, tokenizer, trainIds, validationIds }: PreparedRun) {
  const { source, description, characters } = facts.data;
  return {
    source,
    description,
    characters,
    vocabulary: tokenizer.vocabSize,
    trainCharacters: trainIds.length,
    validationCharacters: validationIds.length,
  };
}

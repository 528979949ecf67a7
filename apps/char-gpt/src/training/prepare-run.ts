import { existsSync } from 'node:fs';
import { CharTokenizer, type GPT, splitText } from '@ml/nlp';
import type { Checkpoint } from '@ml/nn';
import { loadCheckpoint } from '@ml/nn/node';
import { holdsRun, makeRunFolder, runFiles, UserError } from '@ml/terminal';
import { detectChatFormat } from '../chat/chat-format.ts';
import { defaultCorpus } from '../corpus/corpora.ts';
import { loadData, type TextData } from '../corpus/load-data.ts';
import { checkTextLength, type Settings } from '../options/settings.ts';
import { resolveSettings } from '../options/train-flags.ts';
import { buildModel } from '../run/open-model.ts';
import { type RunFacts, readRunFacts } from '../run/run-facts.ts';
import { emptyHistory } from './history.ts';
import { resumeSettings } from './resume-settings.ts';
import type { TrainRequest } from './train-request.ts';

/** Everything a run needs before its first step. */
export interface PreparedRun {
  readonly out: string;
  readonly facts: RunFacts;
  readonly tokenizer: CharTokenizer;
  readonly model: GPT;
  readonly trainIds: Int32Array;
  readonly validationIds: Int32Array;
  /** What to continue from; null for a new run. */
  readonly checkpoint: Checkpoint | null;
}

/** The end of the text is never trained on. */
const VALIDATION_SHARE = 0.1;

/**
 * Checks a request and builds what it asks for. Nothing on the disk changes but that the folder is there afterwards.
 *
 * @throws {UserError} for all that the user can mend
 * @throws {CheckpointError} when the run to resume cannot be read
 */
export async function prepareRun(request: TrainRequest): Promise<PreparedRun> {
  const prepared = request.resume ? await resumedRun(request) : newRun(request);
  const { text, facts } = prepared;
  checkTextLength(facts.data.characters, facts.data.validationShare, facts.settings);
  const tokenizer = CharTokenizer.fromJSON(facts.tokenizer);
  const ids = tokenizer.encode(text);
  const { train, validation } = splitText(ids, { validation: facts.data.validationShare });
  makeRunFolder(request.out);
  return {
    out: request.out,
    facts,
    tokenizer,
    model: buildModel(facts, tokenizer),
    trainIds: train,
    validationIds: validation,
    checkpoint: prepared.checkpoint,
  };
}

interface RunBasis {
  readonly facts: RunFacts;
  readonly text: string;
  readonly checkpoint: Checkpoint | null;
}

function newRun({ out, data: source = defaultCorpus, given, force }: TrainRequest): RunBasis {
  if (holdsRun(out) && !force) {
    throw new UserError(
      `${out} already holds a run; continue it with --resume, start over with --force, or give another --out`,
    );
  }
  const settings = resolveSettings(given);
  const data = loadData(source);
  return { facts: firstFacts(settings, data), text: data.text, checkpoint: null };
}

function firstFacts(settings: Settings, { text, ...data }: TextData): RunFacts {
  return {
    app: 'char-gpt',
    settings,
    tokenizer: CharTokenizer.train(text).toJSON() as RunFacts['tokenizer'],
    data: { ...data, validationShare: VALIDATION_SHARE },
    chat: detectChatFormat(text),
    bestLoss: null,
    history: emptyHistory,
  };
}

async function resumedRun({ out, data: source, given }: TrainRequest): Promise<RunBasis> {
  const { latest } = runFiles(out);
  if (!existsSync(latest))
    throw new UserError(`there is no run to resume in ${out}; without --resume a new one begins`);
  const checkpoint = await loadCheckpoint(latest);
  const facts = readRunFacts(checkpoint.user, latest);
  const settings = resumeSettings(facts.settings, given, out);
  const data = loadData(source ?? facts.data.source);
  if (data.sha256 !== facts.data.sha256) {
    throw new UserError(`the text ${data.description} is not the one the run in ${out} was begun with`);
  }
  return { facts: { ...facts, settings }, text: data.text, checkpoint };
}

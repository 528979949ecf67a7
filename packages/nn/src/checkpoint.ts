import type { Rng, RngState, Tensor } from '@ml/tensor';
import { CheckpointError } from './checkpoint-error.ts';
import { decodeSafetensors, encodeSafetensors } from './format/safetensors.ts';
import { assertJson, type JsonValue } from './json.ts';
import { Module } from './module.ts';
import type { OptimizerState, SavesOptimizerState } from './optim/optimizer.ts';
import type { StateDict } from './state-dict.ts';
import type { Stateful } from './train/batch-source.ts';

const metadataKey = 'ml.checkpoint';
const version = 1;

/** What goes into a checkpoint. */
export interface CheckpointContents {
  readonly model: Module | StateDict;
  readonly optimizer?: SavesOptimizerState | undefined;
  /** Steps taken so far. */
  readonly step: number;
  /** Generators whose next draws must be the same after a resume, by name. */
  readonly rngs?: Readonly<Record<string, Rng>>;
  /** The source of batches, whose cursor is saved. */
  readonly data?: Stateful | undefined;
  /** Anything else, as plain data: configuration, vocabulary, best loss so far. */
  readonly user?: JsonValue;
}

/** What came out of one. */
export interface Checkpoint {
  readonly model: StateDict;
  readonly optimizer: OptimizerState | null;
  readonly step: number;
  readonly rngs: Readonly<Record<string, RngState>>;
  readonly data: JsonValue;
  readonly user: JsonValue;
}

/** What a checkpoint is put back into. */
export interface CheckpointTargets {
  readonly model?: Module;
  readonly optimizer?: SavesOptimizerState;
  readonly rngs?: Readonly<Record<string, Rng>>;
  readonly data?: Stateful;
}

/**
 * A training run as the bytes of one safetensors file: weights as `model.…`, the optimizer's tensors as `optimizer.…`, and
 * all that is not a tensor as JSON in the metadata.
 *
 * @throws {TypeError} when `user` or the data cursor is not JSON data, naming the value
 * @example
 * decodeCheckpoint(encodeCheckpoint({ model: { w: tensor([1]) }, step: 7, user: { vocabulary: 'abc' } })).step // => 7
 */
export function encodeCheckpoint({
  model,
  optimizer,
  step,
  rngs = {},
  data,
  user = null,
}: CheckpointContents): Uint8Array {
  const tensors: Record<string, Tensor> = {};
  const state = model instanceof Module ? model.stateDict() : model;
  for (const [name, values] of Object.entries(state)) tensors[`model.${name}`] = values;
  const { tensors: slots = {}, ...optimizerFacts } = optimizer?.stateDict() ?? {};
  for (const [name, values] of Object.entries(slots)) tensors[`optimizer.${name}`] = values;
  const facts = {
    version,
    step,
    optimizer: optimizer === undefined ? null : optimizerFacts,
    rngs: Object.fromEntries(Object.entries(rngs).map(([name, rng]) => [name, rng.getState()])),
    data: data?.getState() ?? null,
    user,
  };
  assertJson(facts, 'checkpoint');
  return encodeSafetensors(tensors, { [metadataKey]: JSON.stringify(facts) });
}

/**
 * The checkpoint in the bytes of a file.
 *
 * @throws {CheckpointError} when they are truncated, something else, or of another version
 */
export function decodeCheckpoint(file: Uint8Array): Checkpoint {
  const { tensors, metadata } = decodeFile(file);
  if (!Object.hasOwn(metadata, metadataKey))
    throw new CheckpointError('a safetensors file, but not a checkpoint of a training run');
  const facts = parseFacts(metadata[metadataKey]);
  if (facts.version !== version)
    throw new CheckpointError(`a checkpoint of version ${facts.version}; this program reads version ${version}`);
  const { step, optimizer, rngs, data = null, user = null } = facts;
  if (typeof step !== 'number' || !Number.isSafeInteger(step) || step < 0)
    throw new CheckpointError('a checkpoint without a step count');
  const facet = isOptimizerFacts(optimizer) ? optimizer : null;
  if (facet === null && optimizer !== null) throw new CheckpointError('a checkpoint with a malformed optimizer state');
  if (!isObject(rngs)) throw new CheckpointError('a checkpoint without generator states');
  return {
    model: pickPrefix(tensors, 'model.'),
    optimizer: facet === null ? null : { ...facet, tensors: pickPrefix(tensors, 'optimizer.') },
    step,
    rngs: rngs as unknown as Readonly<Record<string, RngState>>, // checked by Rng.setState
    data,
    user,
  };
}

function decodeFile(file: Uint8Array): ReturnType<typeof decodeSafetensors> {
  try {
    return decodeSafetensors(file);
  } catch (cause) {
    throw new CheckpointError(`not a readable checkpoint: ${(cause as Error).message}`, { cause });
  }
}

function parseFacts(text: string): { readonly [key: string]: JsonValue } {
  let facts: JsonValue = null;
  try {
    facts = JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError(`not a readable checkpoint: ${(cause as Error).message}`, { cause });
  }
  if (!isObject(facts)) throw new CheckpointError('not a readable checkpoint: its facts are not an object');
  return facts;
}

function isObject(value: unknown): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOptimizerFacts(value: unknown): value is Omit<OptimizerState, 'tensors'> {
  if (!isObject(value)) return false;
  const { kind, groups, steps } = value;
  if (typeof kind !== 'string' || !Array.isArray(groups) || !isNumbers(steps)) return false;
  return groups.every((group) => isObject(group) && isObject(group.options) && isNumbers(group.parameters));
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number');
}

function pickPrefix(tensors: StateDict, prefix: string): StateDict {
  const picked: Record<string, Tensor> = Object.create(null);
  for (const [name, values] of Object.entries(tensors))
    if (name.startsWith(prefix)) picked[name.slice(prefix.length)] = values;
  return picked;
}

/**
 * Puts a checkpoint back: weights, optimizer, generators and data cursor, those that are given. What follows is bit for bit
 * what would have followed without the interruption.
 *
 * @throws {StateDictError} when the weights do not fit the model
 * @throws {OptimizerStateError} when the optimizer is of another kind or has other groups
 * @throws {CheckpointError} when the checkpoint lacks something that is asked for, or has it malformed
 */
export function restoreCheckpoint(
  checkpoint: Checkpoint,
  { model, optimizer, rngs = {}, data }: CheckpointTargets,
): void {
  const lacking = Object.keys(rngs).filter((name) => !Object.hasOwn(checkpoint.rngs, name));
  if (lacking.length > 0) throw new CheckpointError(`the checkpoint has no generator called ${lacking.join(', ')}`);
  if (optimizer !== undefined && checkpoint.optimizer === null)
    throw new CheckpointError('the checkpoint has no optimizer state');
  model?.loadStateDict(checkpoint.model);
  if (checkpoint.optimizer !== null) optimizer?.loadStateDict(checkpoint.optimizer);
  for (const [name, rng] of Object.entries(rngs))
    restore(`generator ${name}`, () => rng.setState(checkpoint.rngs[name]));
  if (data !== undefined) restore('position in the data', () => data.setState(checkpoint.data));
}

function restore(what: string, setState: () => void): void {
  try {
    setState();
  } catch (cause) {
    throw new CheckpointError(`the ${what} in the checkpoint is malformed: ${(cause as Error).message}`, { cause });
  }
}

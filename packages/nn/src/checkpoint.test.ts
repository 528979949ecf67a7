import { Rng, tensor, zeros } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint, restoreCheckpoint } from './checkpoint.ts';
import { CheckpointError } from './checkpoint-error.ts';
import { decodeSafetensors, encodeSafetensors } from './format/safetensors.ts';
import { Linear } from './layers/linear.ts';
import { AdamW } from './optim/adamw.ts';
import { StateDictError } from './state-dict.ts';
import { newRun } from './train/noisy-line.testing.ts';

/** A checkpoint whose facts are changed by hand. */
function tampered(change: (facts: Record<string, unknown>) => void): Uint8Array {
  const { model, optimizer, rngs, data } = newRun();
  const { tensors, metadata } = decodeSafetensors(encodeCheckpoint({ model, optimizer, step: 3, rngs, data }));
  const facts = JSON.parse(metadata['ml.checkpoint']);
  change(facts);
  return encodeSafetensors(tensors, { 'ml.checkpoint': JSON.stringify(facts) });
}

test('holds weights, optimizer, generators, cursor, step and user data', () => {
  const { model, optimizer, rngs, data } = newRun();
  const user = { config: { width: 8 }, vocabulary: ['a', 'ß', '語'], bestLoss: 0.1 + 0.2 };
  const checkpoint = decodeCheckpoint(encodeCheckpoint({ model, optimizer, step: 3, rngs, data, user }));
  expect(checkpoint.step).toBe(3);
  expect(checkpoint.user).toEqual(user);
  expect(checkpoint.rngs).toEqual({ dropout: rngs.dropout.getState() });
  expect(checkpoint.data).toEqual(data.getState());
  expect(Object.keys(checkpoint.model).sort()).toEqual(Object.keys(model.stateDict()).sort());
  for (const [name, values] of Object.entries(model.stateDict()))
    expect(checkpoint.model[name].toArray()).toEqual(values.toArray());
  expect(checkpoint.optimizer).toMatchObject({ kind: 'AdamW', steps: [0, 0, 0, 0] });
});

test('all but model and step may be left out', () => {
  const checkpoint = decodeCheckpoint(encodeCheckpoint({ model: { w: tensor([1, 2]) }, step: 0 }));
  expect(checkpoint).toMatchObject({ optimizer: null, rngs: {}, data: null, user: null });
  expect(checkpoint.model.w.toArray()).toEqual([1, 2]);
});

test('what JSON cannot say is refused when saving, not found out when loading', () => {
  const model = { w: zeros([1]) };
  expect(() => encodeCheckpoint({ model, step: 0, user: { best: Infinity } })).toThrow(
    'checkpoint.user.best is Infinity, which JSON cannot say',
  );
});

describe('restoring', () => {
  test('says what the checkpoint lacks', () => {
    const checkpoint = decodeCheckpoint(encodeCheckpoint({ model: new Linear(1, 1), step: 0 }));
    expect(() => restoreCheckpoint(checkpoint, { rngs: { mask: new Rng(0) } })).toThrow(
      'the checkpoint has no generator called mask',
    );
    const optimizer = new AdamW(new Linear(1, 1).parameters());
    expect(() => restoreCheckpoint(checkpoint, { optimizer })).toThrow('the checkpoint has no optimizer state');
    expect(() => restoreCheckpoint(checkpoint, { model: new Linear(2, 1) })).toThrow(StateDictError);
  });

  test('says what is malformed in it', () => {
    const broken = decodeCheckpoint(
      tampered((facts) => Object.assign(facts, { rngs: { dropout: { state: 7 } }, data: 'x' })),
    );
    const { rngs, data } = newRun();
    expect(() => restoreCheckpoint(broken, { rngs })).toThrow(CheckpointError);
    expect(() => restoreCheckpoint(broken, { rngs })).toThrow('the generator dropout in the checkpoint is malformed: ');
    expect(() => restoreCheckpoint(broken, { data })).toThrow(
      'the position in the data in the checkpoint is malformed: ',
    );
  });
});

describe('refuses in one line', () => {
  const good = encodeCheckpoint({ model: new Linear(3, 3), step: 1 });
  const cases: [name: string, bytes: () => Uint8Array, message: string][] = [
    ['an empty file', () => new Uint8Array(), 'not a readable checkpoint: the file has 0 bytes'],
    ['a truncated one', () => good.subarray(0, good.length - 5), 'truncated?'],
    [
      'a text',
      () => new TextEncoder().encode('Call me Ishmael. Some years ago'),
      'not a readable checkpoint: the header would be',
    ],
    [
      'weights alone',
      () => encodeSafetensors({ w: zeros([1]) }),
      'a safetensors file, but not a checkpoint of a training run',
    ],
    [
      'a later version',
      () => tampered((facts) => Object.assign(facts, { version: 2 })),
      'a checkpoint of version 2; this program reads version 1',
    ],
    ['facts that are no JSON', () => encodeSafetensors({}, { 'ml.checkpoint': '{' }), 'not a readable checkpoint'],
    ['facts that are a list', () => encodeSafetensors({}, { 'ml.checkpoint': '[]' }), 'its facts are not an object'],
    [
      'a negative step',
      () => tampered((facts) => Object.assign(facts, { step: -1 })),
      'a checkpoint without a step count',
    ],
    [
      'a broken optimizer',
      () => tampered((facts) => Object.assign(facts, { optimizer: { kind: 1 } })),
      'a checkpoint with a malformed optimizer state',
    ],
    [
      'no generators',
      () => tampered((facts) => Object.assign(facts, { rngs: 0 })),
      'a checkpoint without generator states',
    ],
  ];
  test.each(cases)('%s', (_, bytes, message) => {
    expect(() => decodeCheckpoint(bytes())).toThrow(CheckpointError);
    expect(() => decodeCheckpoint(bytes())).toThrow(message);
    expect(String(caught(() => decodeCheckpoint(bytes()))).includes('\n')).toBe(false);
  });
});

function caught(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

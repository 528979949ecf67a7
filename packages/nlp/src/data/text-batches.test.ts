import { Rng } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { splitText } from './split-text.ts';
import { TextTooShortError, textBatches } from './text-batches.ts';

const text = Int32Array.from({ length: 20 }, (_, i) => i * i);

describe('textBatches', () => {
  test('rows are windows of the text, targets one place further', () => {
    const source = textBatches(text, { blockSize: 4, batchSize: 50, rng: new Rng(1) });
    const { ids, targets } = source.next();
    expect(ids.shape).toEqual([50, 4]);
    expect(ids.dtype).toBe('int32');
    const rows = ids.toArray() as number[][];
    const next = targets.toArray() as number[][];
    const starts = rows.map(([first]) => Math.sqrt(first));
    for (const [i, start] of starts.entries()) {
      expect(rows[i]).toEqual([...text.subarray(start, start + 4)]);
      expect(next[i]).toEqual([...text.subarray(start + 1, start + 5)]);
    }
    // All 16 starts can come, the last of which uses the last token as a target.
    expect(new Set(starts).size).toBeGreaterThan(12);
    expect(Math.max(...starts)).toBeLessThanOrEqual(15);
  });

  test('the only window of a text of one more than a block', () => {
    const source = textBatches(text.subarray(0, 5), { blockSize: 4, batchSize: 1, rng: new Rng(1) });
    expect(source.next().targets.toArray()).toEqual([[1, 4, 9, 16]]);
  });

  test('goes on from a saved state, which survives JSON', () => {
    const source = textBatches(text, { blockSize: 4, batchSize: 2, rng: new Rng(1) });
    source.next();
    const saved = JSON.parse(JSON.stringify(source.getState()));
    const expected = [source.next().ids.toArray(), source.next().ids.toArray()];
    const other = textBatches(text, { blockSize: 4, batchSize: 2, rng: new Rng(99) });
    other.setState(saved);
    expect([other.next().ids.toArray(), other.next().ids.toArray()]).toEqual(expected);
  });

  test('a text that is too short, and sizes that are none, are refused in words', () => {
    const batches = (blockSize: number, batchSize = 1) => textBatches(text, { blockSize, batchSize, rng: new Rng(1) });
    expect(() => batches(20)).toThrow(TextTooShortError);
    expect(() => batches(20)).toThrow('a text of 20 tokens is too short for blocks of 20: it takes at least 21');
    expect(() => batches(0)).toThrow('blockSize must be an integer ≥ 1, not 0');
    expect(() => batches(4, 1.5)).toThrow('batchSize must be an integer ≥ 1, not 1.5');
  });
});

describe('splitText', () => {
  test('nine tenths and the rest, none lost', () => {
    const { train, validation } = splitText(text);
    expect([...train, ...validation]).toEqual([...text]);
    expect(validation).toHaveLength(2);
    expect(splitText(text, { validation: 0 }).validation).toHaveLength(0);
    expect(() => splitText(text, { validation: 1 })).toThrow('validation must be in [0, 1), not 1');
  });
});

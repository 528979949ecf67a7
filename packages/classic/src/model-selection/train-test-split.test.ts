import { type Tensor, tensor } from '@ml/tensor';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { expectNoLeak } from '../parity.testing.ts';
import { trainTestSplit } from './train-test-split.ts';

describe('trainTestSplit', () => {
  const rows = Array.from({ length: 10 }, (_, i) => [i, -i]);
  const words = rows.map((_, i) => `w${i}`);

  test('takes the same samples of everything, and each thing comes back as what it is', () => {
    const X = tensor(rows, { dtype: 'float64' });
    const table = {
      columnNames: ['root', 'word'],
      rowCount: 10,
      column: (name: string) => (name === 'word' ? words : rows.map(([value]) => value)),
    };
    const parts = trainTestSplit([X, rows, words, Float32Array.from(rows, ([v]) => v), table], { randomState: 3 });
    const [XTrain, XTest, rowsTrain, rowsTest, wordsTrain, wordsTest, typedTrain, typedTest, tableTrain, tableTest] =
      parts;
    expect(XTrain.toArray()).toEqual(rowsTrain);
    expect(XTest.toArray()).toEqual(rowsTest);
    expect(XTest.dtype).toBe('float64');
    expect(wordsTest).toEqual(rowsTest.map(([i]) => words[i]));
    expect(typedTest).toEqual(Float32Array.from(rowsTest, ([v]) => v));
    expect(tableTest.column('word')).toEqual(wordsTest);
    expect([tableTrain.rowCount, tableTest.rowCount, typedTrain.length]).toEqual([7, 3, 7]);
    expect([...wordsTrain, ...wordsTest].sort()).toEqual([...words].sort());
    expectTypeOf(XTrain).toExtend<Tensor>();
    expectTypeOf(wordsTrain).toEqualTypeOf<string[]>();
    expectTypeOf(rowsTest).toEqualTypeOf<number[][]>();
  });

  test('without shuffling the first are fitted on', () => {
    expect(trainTestSplit([[1, 2, 3, 4, 5]], { shuffle: false, testSize: 2 })).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(trainTestSplit([[1, 2, 3, 4, 5]], { shuffle: false, trainSize: 0.5, testSize: 1 })).toEqual([[1, 2], [3]]);
  });

  test('stratify keeps the shares of classes', () => {
    const y = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 'rare' : 'common'));
    const [, test] = trainTestSplit([y], { stratify: y, testSize: 8, randomState: 0 });
    expect(test.filter((label) => label === 'rare').length).toBe(2);
  });

  test('a seed repeats the split', () => {
    expect(trainTestSplit([words], { randomState: 9 })).toEqual(trainTestSplit([words], { randomState: 9 }));
    expect(trainTestSplit([words], { randomState: 9 })).not.toEqual(trainTestSplit([words], { randomState: 10 }));
  });

  test('leaves nothing behind', () => {
    const X = tensor(rows);
    expectNoLeak(() => trainTestSplit([X, words], { randomState: 1 }));
  });

  test('refuses arrays that disagree, and sizes that do not fit', () => {
    expect(() => trainTestSplit([rows, words.slice(1)])).toThrow('array 0 has 10 samples, array 1 has 9');
    expect(() => trainTestSplit([rows], { testSize: 10 })).toThrow('10 samples cannot be divided into 0 and 10');
    expect(() => trainTestSplit([rows], { testSize: -1 })).toThrow('testSize must be null, a share');
    expect(() => trainTestSplit([rows], { shuffle: false, stratify: words })).toThrow('stratify needs shuffle');
  });
});

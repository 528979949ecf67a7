import { describe, expect, test } from 'vitest';
import { parseCsv } from '../csv/parse-csv.ts';
import { fixture } from '../fixture.testing.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';
import { Table } from './table.ts';

type Cells = (number | string | boolean | null)[];
interface Pandas {
  readonly text: string;
  readonly frame: Record<string, Cells>;
  readonly describe: Record<string, Record<string, number>>;
  readonly grouped: Record<string, Cells>;
  readonly sorted: number[];
  readonly inner: Record<string, Cells>;
  readonly left: Record<string, Cells>;
  readonly outer: string[];
  readonly missing: Record<string, number>;
}
const pandas = fixture<Pandas>('tables');
const table = parseCsv(pandas.text);

/** Cells with null for NaN. */
const cells = (from: Table, name: string): Cells =>
  Array.from(from.column(name) as ArrayLike<number>, (cell) =>
    typeof cell === 'number' && Number.isNaN(cell) ? null : cell,
  );

function expectCells(from: Table, name: string, expected: Cells): void {
  const found = cells(from, name);
  expect(found.length).toBe(expected.length);
  expected.forEach((cell, i) => {
    if (typeof cell === 'number') expect(found[i], `${name}[${i}]`).toBeCloseTo(cell, 10);
    else expect(found[i], `${name}[${i}]`).toBe(cell);
  });
}

describe('agrees with pandas', () => {
  test('types and cells of a CSV text', () => {
    expect(table.columnNames.map((name) => table.typeOf(name))).toEqual([
      ...['number', 'string', 'number', 'date', 'boolean', 'string'],
    ]);
    for (const [name, expected] of Object.entries(pandas.frame)) expectCells(table, name, expected);
  });

  test('describe', () => {
    const described = table.describe();
    for (const [name, row] of Object.entries(pandas.describe)) {
      const own = [...described.rows()].find(({ column }) => column === name);
      for (const [key, value] of Object.entries(row)) expect(own?.[key], `${name}.${key}`).toBeCloseTo(value, 10);
    }
  });

  test('groupBy', () => {
    const grouped = table.groupBy('kind').aggregate({
      count: 'count',
      mean: ['mean', 'height'],
      median: ['median', 'height'],
      std: ['std', 'height'],
      least: ['min', 'height'],
      most: ['max', 'height'],
      total: ['sum', 'height'],
      different: ['nunique', 'height'],
    });
    for (const [name, expected] of Object.entries(pandas.grouped)) expectCells(grouped, name, expected);
  });

  test('sortBy several columns, missing cells last', () =>
    expect(cells(table.sortBy(['kind', 'height']), 'id')).toEqual(pandas.sorted));

  test('joins', () => {
    const other = Table.of({ kind: ['birch', 'ash', 'elm'], shade: [2, 1, 9] });
    const some = table.select(['id', 'kind']);
    const inner = some.join(other, { on: 'kind' });
    for (const [name, expected] of Object.entries(pandas.inner)) expectCells(inner, name, expected);
    const left = some.join(other, { on: 'kind', how: 'left' });
    for (const [name, expected] of Object.entries(pandas.left)) expectCells(left, name, expected);
    const outer = some.join(other, { on: 'kind', how: 'outer' });
    expect((outer.column('kind') as string[]).toSorted()).toEqual(pandas.outer);
  });

  test('missingReport', () => {
    const report = [...table.missingReport().rows()].map(({ column, missing }) => [column, missing]);
    expect(report).toEqual(
      Object.entries(pandas.missing)
        .filter(([, n]) => n > 0)
        .sort(([, a], [, b]) => b - a),
    );
  });
});

describe('Table', () => {
  const people = Table.of({
    name: ['Ada', 'Bo', null],
    age: [36, Number.NaN, 41],
    born: [new Date(0), null, new Date(864e5)],
  });

  test('cells are what they were, and null where there is none', () => {
    expect(people.row(1)).toEqual({ name: 'Bo', age: null, born: null });
    expect(people.row(2)).toEqual({ name: null, age: 41, born: new Date(864e5) });
    expect(people.column('born')).toEqual(Float64Array.of(0, Number.NaN, 864e5));
  });

  test('methods make new tables', () => {
    const older = people.withColumn('age', ({ age }) => (age === null ? null : (age as number) + 1));
    expect(cells(older, 'age')).toEqual([37, null, 42]);
    expect(cells(people, 'age')).toEqual([36, null, 41]);
    expect(people.rename({ name: 'who' }).columnNames).toEqual(['who', 'age', 'born']);
    expect(people.drop(['age']).columnNames).toEqual(['name', 'born']);
    expect(people.select({ type: ['number', 'date'] }).columnNames).toEqual(['age', 'born']);
    expect(people.append(people).dropMissing().rowCount).toBe(2);
    expect(
      people
        .filter(({ age }) => age !== null)
        .take([1])
        .row(0).age,
    ).toBe(41);
    expect(cells(Table.of({ x: ['b', 'a', 'b'] }).valueCounts('x'), 'count')).toEqual([2, 1]);
  });

  test('toMatrix: missing cells are NaN, words are refused with the name of their column', () => {
    expect(people.toMatrix(['age', 'born']).toArray()).toEqual([
      [36, 0],
      [Number.NaN, Number.NaN],
      [41, 864e5],
    ]);
    expect(() => people.toMatrix()).toThrow(
      "Table.toMatrix: 'name' holds words; select({ type: 'number' }), or encode it first (OneHotEncoder)",
    );
  });

  test('estimators take tables, and remember names', () => {
    const scaler = new StandardScaler().fit(people.select(['age']));
    expect(scaler.featureNamesIn_).toEqual(['age']);
    expect(scaler.mean_.toArray()).toEqual([38.5]);
    expect(() => new StandardScaler().fit(people)).toThrow("X has 'Ada' at row 0, column 'name'");
  });

  test('is printed with names, types and size', () => {
    expect(String(people)).toBe(
      [
        'name       age  born',
        'string  number  date',
        'Ada         36  1970-01-01',
        'Bo           —  —',
        '—           41  1970-01-02',
        '3 rows × 3 columns',
      ].join('\n'),
    );
  });

  test.each([
    [() => Table.of({ a: [1, 2], b: [1] }), "Table: 'b' has 1 cells, 'a' has 2"],
    [() => Table.of({ a: [1, 'x'] }), "column 'a' has a string at row 1 among cells of type number"],
    [() => people.column('nome'), "Table: there is no column 'nome'; there are name, age, born"],
    [() => people.take([3]), 'Table.take: there is no row 3 in 3'],
    [
      () => people.groupBy('age').aggregate({ x: ['mean', 'name'] }),
      "Table.aggregate: 'name' holds words, of which there is no mean",
    ],
    [
      () => people.join(Table.of({ age: ['x'] }), { on: 'age' }),
      "Table.join: 'age' is of type number here and string there",
    ],
    [() => people.rename({ name: 'age' }), 'Table.rename: two columns get one name'],
  ])('mistake %#', (work, message) => expect(work).toThrow(message));

  test('a column may have any name', () => {
    const odd = Table.fromRows([JSON.parse('{"__proto__": 1, "constructor": 2}')]);
    expect(odd.columnNames).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getOwnPropertyDescriptor(odd.row(0), '__proto__')?.value).toBe(1);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import type { Table } from '../table/table.ts';
import type { CsvOptions } from './csv-options.ts';
import { parseCsv } from './parse-csv.ts';
import { parseDate } from './parse-date.ts';
import { readCsv } from './read-csv.ts';

const rows = (table: Table) => [...table.rows()];

describe('parseCsv', () => {
  test.each<[string, string, CsvOptions, unknown]>([
    ['numbers', 'x\n1\n-2.5e3\n.5\n+7\n', {}, [{ x: 1 }, { x: -2500 }, { x: 0.5 }, { x: 7 }]],
    ['infinity', 'x\ninf\n-Infinity\n', {}, [{ x: Number.POSITIVE_INFINITY }, { x: Number.NEGATIVE_INFINITY }]],
    ['one word makes words of all', 'x\n1\n2\nthree\n', {}, [{ x: '1' }, { x: '2' }, { x: 'three' }]],
    ['booleans', 'x\ntrue\nFalse\n\n', {}, [{ x: true }, { x: false }]],
    [
      'quotes, delimiters and line ends in cells',
      'a,b\n"x,1","say ""no""\nplease"\n',
      {},
      [{ a: 'x,1', b: 'say "no"\nplease' }],
    ],
    ['Windows line ends and a byte order mark', '\uFEFFa,b\r\n1,2\r\n', {}, [{ a: 1, b: 2 }]],
    ['tabs', 'a\tb\n1\t2', { delimiter: '\t' }, [{ a: 1, b: 2 }]],
    ['a decimal comma', 'a;b\n1,5;2\n', { delimiter: ';', decimal: ',' }, [{ a: 1.5, b: 2 }]],
    [
      'no header',
      '1,2\n3,4\n',
      { header: false },
      [
        { column0: 1, column1: 2 },
        { column0: 3, column1: 4 },
      ],
    ],
    ['a header of its own', '1,2\n', { header: ['p', 'q'] }, [{ p: 1, q: 2 }]],
    ['missing words of its own', 'a\n?\n1\n', { missing: ['?'] }, [{ a: null }, { a: 1 }]],
    ['NA as a word', 'a\nNA\nDE\n', { onlyThoseMissing: true }, [{ a: 'NA' }, { a: 'DE' }]],
    [
      'types that are given',
      'a,b\n007,x\n12,3\n',
      { types: { a: 'string', b: 'number' } },
      [
        { a: '007', b: null },
        { a: '12', b: 3 },
      ],
    ],
    ['some columns, some rows', 'a,b,c\n1,2,3\n4,5,6\n', { columns: ['c', 'a'], maxRows: 1 }, [{ c: 3, a: 1 }]],
    ['comments and lines to skip', 'made by hand\na\n#no\n1\n', { skipLines: 1, comment: '#' }, [{ a: 1 }]],
    [
      'all missing is a column of numbers',
      'a,b\n,1\n,2\n',
      {},
      [
        { a: null, b: 1 },
        { a: null, b: 2 },
      ],
    ],
    ['a name like a built-in one', '__proto__,constructor\n1,2\n', { columns: ['constructor'] }, [{ constructor: 2 }]],
  ])('%s', (_, text, options, expected) => expect(rows(parseCsv(text, options))).toEqual(expected));

  test.each<[string, string, CsvOptions, string]>([
    ['rows of different lengths', 'a,b\n1,2\n3\n', {}, 'line 3 has 1 cells, the first line has 2'],
    ['a quote that is not closed', 'a,b\n"1,2\n3,4\n', {}, 'a quote is not closed at the end of the file (line 3)'],
    ['two columns of a name', 'a,a\n1,2\n', {}, "there are two columns 'a'"],
    ['an unknown column', 'a\n1\n', { columns: ['b'] }, "there is no column 'b'; there are a"],
    [
      'a type for an unknown column',
      'a\n1\n',
      { types: { b: 'string' } },
      "types names 'b', which is no column; there are a",
    ],
    ['nothing', '', {}, 'there is no line in it'],
    ['a header of another length', '1,2\n', { header: ['p'] }, 'row 0 has 2 cells for 1 names'],
  ])('refuses %s', (_, text, options, message) => {
    expect(() => parseCsv(text, options)).toThrow(expect.objectContaining({ name: 'CsvError', message }));
  });
});

describe('parseDate', () => {
  test.each([
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2024/2/9', Date.UTC(2024, 1, 9)],
    ['0099-01-01', -59042995200000],
    ['2024-02-29 13:45', Date.UTC(2024, 1, 29, 13, 45)],
    ['2024-02-29T13:45:10.5+01:30', Date.UTC(2024, 1, 29, 12, 15, 10, 500)],
    ['2024-02-29T13:45Z', Date.UTC(2024, 1, 29, 13, 45)],
  ])('%s', (text, time) => expect(parseDate(text)).toBe(time));

  test.each(['2023-02-29', '2024-13-01', '29.2.2024', '2/9/2024', '2024', '2024-01-01 25:00', ''])(
    '%j is none',
    (text) => expect(parseDate(text)).toBeNaN(),
  );
});

describe('readCsv', () => {
  const folder = mkdtempSync(join(tmpdir(), 'csv-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const many = `n,word\n${Array.from({ length: 20_000 }, (_, i) => `${i},w${i % 7}`).join('\n')}\n`;

  test('reads a file larger than a buffer as its text is parsed', async () => {
    const table = await readCsv(file('many.csv', many));
    expect(table.rowCount).toBe(20_000);
    expect(table.column('n')).toEqual(parseCsv(many).column('n'));
    expect(table.columnData('word')).toEqual(parseCsv(many).columnData('word'));
  });

  test('stops where enough has been read', async () =>
    expect((await readCsv(file('some.csv', many), { maxRows: 3 })).rowCount).toBe(3));

  test('reads Latin-1, UTF-16 and characters cut between pieces', async () => {
    const text = 'name\nÅsa\n';
    expect(rows(await readCsv(file('l1.csv', Buffer.from(text, 'latin1')), { encoding: 'latin1' }))).toEqual([
      { name: 'Åsa' },
    ]);
    expect(rows(await readCsv(file('u16.csv', Buffer.from(text, 'utf16le')), { encoding: 'utf16le' }))).toEqual([
      { name: 'Åsa' },
    ]);
    const bytes = Buffer.from(text);
    const cut = bytes.indexOf(0xc3) + 1;
    const pieces = Readable.from([bytes.subarray(0, cut), bytes.subarray(cut)]);
    expect(rows(await readCsv(pieces))).toEqual([{ name: 'Åsa' }]);
  });

  test('says what is wrong, and which file is not there', async () => {
    await expect(readCsv(file('odd.csv', 'a,b\n1\n'))).rejects.toThrow('line 2 has 1 cells, the first line has 2');
    await expect(readCsv(join(folder, 'none.csv'))).rejects.toThrow(/ENOENT.*none\.csv/);
    await expect(readCsv(file('empty.csv', ''))).rejects.toThrow('there is no line in it');
  });

  test('a quote that is never closed does not fill the memory', async () => {
    const endless = Readable.from(
      (function* () {
        yield 'a\n"';
        for (;;) yield 'x'.repeat(1 << 20);
      })(),
    );
    await expect(readCsv(endless)).rejects.toThrow('a record of more than 16 MiB; is a quote not closed?');
  });
});

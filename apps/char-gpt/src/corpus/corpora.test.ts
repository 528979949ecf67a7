import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type BookName, books } from './books.ts';
import { bookPath, corpora, readBook, readCorpus } from './corpora.ts';
import { decodeBook } from './decode-text.ts';

const names = Object.keys(books) as BookName[];

describe('the books', () => {
  test('two are Latin-1, the others UTF-8', () => {
    const latin = names.filter((name) => decodeBook(readFileSync(bookPath(name))).encoding === 'latin-1');
    expect(latin).toEqual(['chesterton-ball', 'shakespeare-caesar']);
  });

  test('no book keeps control characters, carriage returns, replacement characters or italics', () => {
    for (const name of names) expect(readBook(name), name).not.toMatch(/[^\P{Cc}\n]|\ufffd|_|^\[/u);
  });

  test('accents come out right', () => {
    expect(readBook('shakespeare-caesar')).toContain('Cæsar');
    expect(readBook('chesterton-ball')).toContain('é');
  });
});

describe('the default text', () => {
  const text = readCorpus('stories');

  test('is a million characters of plain English', () => {
    expect(text.length).toBe(1_047_552);
    expect([...new Set(text)].sort().join('')).toBe(
      '\n !"\'()*,-.0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]abcdefghijklmnopqrstuvwxyz',
    );
  });

  test('is half conversation', () => {
    const lines = text.split('\n');
    expect(lines.filter((line) => line.startsWith('"')).length / lines.length).toBeGreaterThan(0.5);
  });
});

test('every book is in a corpus, and the longest of each stands last', () => {
  expect(new Set(Object.values(corpora).flat())).toEqual(new Set(names));
  for (const list of Object.values(corpora)) {
    const lengths = list.map((name) => readBook(name).length);
    expect(lengths.at(-1)).toBe(Math.max(...lengths));
  }
});

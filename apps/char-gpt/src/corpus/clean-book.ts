/**
 * What a book's file holds and its text does not: the bracketed title line, control characters, underscores that stand
 * for italics, trailing spaces.
 */
function stripMarkup(text: string): string {
  return text
    .replace(/^\[[^\]\n]*\][^\n]*\n/, '')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\t/g, ' ')
    .replace(/_/g, '')
    .replace(/ +$/gm, '');
}

/**
 * Prose with one line for each paragraph: the printer's line breaks go, so that a newline means that somebody has
 * finished. Indented paragraphs (verse, letters' heads) keep their lines.
 */
export function cleanProse(text: string): string {
  const paragraphs = stripMarkup(text).split(/\n{2,}/);
  return finish(paragraphs.map((paragraph) => (isIndented(paragraph) ? dedent(paragraph) : flow(paragraph))));
}

/** Verse: lines stay, blank lines between stanzas become one. */
export function cleanVerse(text: string): string {
  return finish(
    stripMarkup(text)
      .split(/\n{2,}/)
      .map((stanza) => `${dedent(stanza)}\n`),
  );
}

/**
 * A play of the First Folio as speeches with a blank line between them, each opening with its speaker (`Ham. To be …`).
 * The files indent the line that opens a speech and nothing else.
 */
export function cleanPlay(text: string): string {
  const opened = stripMarkup(text).replace(/\n+ +(?=\S)/g, '\n\n');
  return finish(opened.split(/\n{2,}/).map((speech) => `${speech}\n`));
}

/** Speech in 'single' marks, as British printers set it, put in "double" ones; apostrophes stay. */
export function doubleQuotes(text: string): string {
  const opened = text.replace(/(?<![\p{L}\d.,!?])'(?=[\p{L}([]|--|"\p{L})/gu, '"');
  return opened.replace(/(?<=[.,!?;:)\]*"-])'(?![\p{L}\d])/gu, '"');
}

function isIndented(paragraph: string): boolean {
  return paragraph.split('\n').every((line) => line.startsWith('  '));
}

function dedent(paragraph: string): string {
  return paragraph.replace(/^ +/gm, '').replace(/ {2,}/g, ' ');
}

function flow(paragraph: string): string {
  return paragraph.replace(/\s+/g, ' ').trim();
}

function finish(paragraphs: readonly string[]): string {
  const kept = paragraphs.filter((paragraph) => paragraph.trim() !== '');
  return kept.length === 0 ? '' : `${kept.join('\n').trim()}\n`;
}

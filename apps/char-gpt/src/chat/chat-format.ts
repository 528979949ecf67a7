import { z } from 'zod';

/**
 * How a conversation is written so that it looks like the text the model has learned: a character model only continues
 * text, so what is said must stand there as the book would print it.
 */
export const chatFormat = z.object({
  /** `quotes`: novels, every speech in "…". `speech`: plays, a speaker's name first. `lines`: anything else. */
  style: z.enum(['quotes', 'speech', 'lines']),
  /** What stands between paragraphs: one line end, or a blank line. */
  separator: z.enum(['\n', '\n\n']),
});

export type ChatFormat = z.infer<typeof chatFormat>;

/** Reads off a text how its speakers speak. */
export function detectChatFormat(text: string): ChatFormat {
  const paragraphs = text.split(/\n{2,}/);
  const lines = text.split('\n').filter((line) => line !== '');
  const separator = paragraphs.length - 1 > lines.length / 20 ? '\n\n' : '\n';
  const units = separator === '\n' ? lines : paragraphs;
  const share = (pattern: RegExp): number => units.filter((unit) => pattern.test(unit)).length / units.length;
  if (share(/^\s*"/) > 0.1) return { style: 'quotes', separator };
  if (share(SPEAKER) > 0.3) return { style: 'speech', separator };
  return { style: 'lines', separator };
}

/** `Ham. To be` and `KING RICHARD:`. */
const SPEAKER = /^(\p{L}[\p{L}\d ]{0,24}\. \S|\p{Lu}[\p{L} ]{0,24}:\s)/u;

/** What a user's line adds to the context, the opening of the reply included. */
export function writeTurn({ style, separator }: ChatFormat, said: string): string {
  const line = said.replace(/\s+/g, ' ').trim();
  if (style === 'quotes') return `"${closeSentence(line.replaceAll('"', "'"))}"${separator}"`;
  if (style === 'speech') return `You. ${closeSentence(line)}${separator}`;
  return `${line}${separator}`;
}

/** What ends a reply. */
export function stopStrings({ separator }: ChatFormat): string[] {
  return [separator];
}

/** What the reply adds to the context once it has ended. */
export function closeReply({ separator }: ChatFormat, reply: string): string {
  return `${reply.trimEnd()}${separator}`;
}

/** A reply as a reader sees it: the opening mark belongs to the context and is shown too. */
export function presentReply({ style }: ChatFormat, reply: string): string {
  const shown = style === 'quotes' ? `"${reply}` : reply;
  return shown.replace(/^\s+/, '');
}

/** One line that says what is going on. */
export function explainFormat({ style }: ChatFormat, data: string): string {
  const known = `The model continues text in the manner of ${data}: it knows letters, not facts.`;
  const how = {
    quotes: 'Your line is printed as one speech of a story, and it writes the next.',
    speech: 'Your line is printed as one speech of a play, and it writes the next.',
    lines: 'Your line is printed as a line of the text, and it writes what follows.',
  }[style];
  return `${known} ${how}`;
}

function closeSentence(line: string): string {
  return /([.,;:!?…]'?|-)$/.test(line) ? line : `${line}.`;
}

import { realNumber, wholeNumber } from '@ml/terminal';
import { InvalidArgumentError } from 'commander';
import type { ChatSettings } from './chat-settings.ts';
import { closestWord } from './closest-word.ts';

/** What a line that begins with a slash asks for. */
export type ChatCommand =
  | { readonly type: 'set'; readonly change: Partial<ChatSettings> }
  | { readonly type: 'show'; readonly setting: keyof ChatSettings }
  | { readonly type: 'save'; readonly path: string | null }
  | { readonly type: 'help' | 'reset' | 'stats' | 'quit' }
  | { readonly type: 'mistake'; readonly message: string };

type Reader = (text: string) => Partial<ChatSettings>;

const settingReaders: Readonly<Record<string, readonly [keyof ChatSettings, Reader]>> = {
  temperature: ['temperature', (text) => ({ temperature: realNumber({ min: 0, max: 100 })(text) })],
  'top-k': ['topK', (text) => ({ topK: isOff(text) ? null : wholeNumber({ min: 0 })(text) || null })],
  'top-p': ['topP', (text) => ({ topP: isOff(text) ? null : offAtOne(realNumber({ above: 0, max: 1 })(text)) })],
  seed: ['seed', (text) => ({ seed: wholeNumber({ min: 0 })(text) })],
};

const meanings = {
  '/help': 'this list',
  '/temperature <t>': 'how daring: 0 is certain, 1 is as learned (0.8)',
  '/top-k <k>': 'only the k likeliest characters; off is all',
  '/top-p <p>': 'only the likeliest with probability p together; off is all',
  '/seed <n>': 'start the same dice again',
  '/reset': 'forget the conversation',
  '/save [file]': 'write the conversation to a file',
  '/stats': 'what model this is, and how fast',
  '/quit': 'leave; so do Ctrl-C and Ctrl-D',
} as const;

export const helpText = Object.entries(meanings)
  .map(([command, meaning]) => `${command.padEnd(17)} ${meaning}`)
  .join('\n');

const names = Object.keys(meanings).map((command) => command.slice(1).split(' ')[0]);

/** A line as a command, or null when it is something to say. `//` says a line that begins with a slash. */
export function parseCommand(line: string): ChatCommand | null {
  const match = /^\/(?!\/)(\S*)\s*([\s\S]*)$/.exec(line.trim());
  if (match === null) return null;
  const [, name, rest] = match;
  const argument = rest.trim();
  if (name === 'save') return { type: 'save', path: argument === '' ? null : argument };
  if (name === 'help' || name === 'reset' || name === 'stats' || name === 'quit') return { type: name };
  if (Object.hasOwn(settingReaders, name)) return readSetting(name, argument);
  const near = closestWord(name, names);
  const hint = near === null ? '/help lists the commands' : `did you mean /${near}?`;
  return { type: 'mistake', message: `there is no command /${name}; ${hint}` };
}

function readSetting(name: string, argument: string): ChatCommand {
  const [setting, read] = settingReaders[name];
  if (argument === '') return { type: 'show', setting };
  try {
    return { type: 'set', change: read(argument) };
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const reason = error.message.replace(/^It must/, 'must').replace(/\.$/, '');
    return { type: 'mistake', message: `/${name} ${argument}: it ${reason}` };
  }
}

function isOff(text: string): boolean {
  return text === 'off';
}

function offAtOne(p: number): number | null {
  return p === 1 ? null : p;
}

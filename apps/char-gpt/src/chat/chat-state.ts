import type { ChatFormat } from './chat-format.ts';
import type { ChatSettings } from './chat-settings.ts';
import { type EditedLine, emptyLine } from './line-editor.ts';

/** A finished part of the conversation. */
export interface Message {
  readonly id: number;
  readonly from: 'user' | 'model' | 'note' | 'error';
  readonly text: string;
}

/** A reply being written. */
export interface Reply {
  readonly text: string;
  readonly stopping: boolean;
}

export interface ChatState {
  readonly format: ChatFormat;
  /** What `/stats` says of the model. */
  readonly about: string;
  readonly settings: ChatSettings;
  readonly messages: readonly Message[];
  /** All that was said, as the model reads it. */
  readonly context: string;
  readonly reply: Reply | null;
  /** Replies asked for since the seed was set: each has dice of its own. */
  readonly turn: number;
  readonly input: EditedLine;
  /** Lines sent so far, oldest first. */
  readonly sent: readonly string[];
  /** Place among the lines sent that is shown, `sent.length` for the one being written, and that one meanwhile. */
  readonly recalled: number;
  readonly draft: string;
  readonly tokens: number;
  readonly seconds: number;
  /** Of the last reply; null before the first. */
  readonly tokensPerSecond: number | null;
  readonly quitting: boolean;
}

export interface ChatOptions {
  readonly format: ChatFormat;
  readonly about: string;
  readonly settings: ChatSettings;
  /** Notes to begin with. */
  readonly greeting: readonly string[];
}

export function initialChat({ format, about, settings, greeting }: ChatOptions): ChatState {
  return {
    format,
    about,
    settings,
    messages: greeting.map((text, id) => ({ id, from: 'note', text })),
    context: format.separator,
    reply: null,
    turn: 0,
    input: emptyLine,
    sent: [],
    recalled: 0,
    draft: '',
    tokens: 0,
    seconds: 0,
    tokensPerSecond: null,
    quitting: false,
  };
}

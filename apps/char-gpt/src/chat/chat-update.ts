import { formatCount } from '@ml/terminal';
import { type ChatCommand, helpText, parseCommand } from './chat-command.ts';
import { closeReply, presentReply, stopStrings, writeTurn } from './chat-format.ts';
import { type ChatSettings, describeSettings } from './chat-settings.ts';
import type { ChatState, Message } from './chat-state.ts';
import { type EditKey, type EraseKey, emptyLine, erase, insert, lineOf, move } from './line-editor.ts';

/** What can happen in a chat: keys, and news of what was asked for. */
export type ChatAction =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'move'; readonly key: EditKey }
  | { readonly type: 'erase'; readonly key: EraseKey }
  | { readonly type: 'older' | 'newer' | 'submit' | 'escape' | 'interrupt' | 'end-of-input' }
  | { readonly type: 'piece'; readonly text: string }
  | { readonly type: 'reply-ended'; readonly tokens: number; readonly seconds: number }
  | { readonly type: 'note' | 'error'; readonly text: string };

/** What a chat asks of the world. */
export type ChatEffect =
  | {
      readonly type: 'generate';
      readonly prompt: string;
      readonly stop: readonly string[];
      readonly turn: number;
      readonly settings: ChatSettings;
    }
  | { readonly type: 'stop-reply' }
  | { readonly type: 'save'; readonly path: string | null; readonly text: string }
  | { readonly type: 'quit' };

export interface ChatUpdate {
  readonly state: ChatState;
  readonly effects: readonly ChatEffect[];
}

/** A model reads the end of its context only; more than this is never of use. */
const LONGEST_CONTEXT = 16_384;
/** What is shown of a message: a pasted book need not fill the screen. */
const LONGEST_SHOWN = 2_000;

/** The chat as a pure function: the state after an action, and what is to be done. */
export function updateChat(state: ChatState, action: ChatAction): ChatUpdate {
  switch (action.type) {
    case 'insert':
      return only({ ...state, input: insert(state.input, action.text) });
    case 'move':
      return only({ ...state, input: move(state.input, action.key) });
    case 'erase':
      return only({ ...state, input: erase(state.input, action.key) });
    case 'older':
      return only(recall(state, state.recalled - 1));
    case 'newer':
      return only(recall(state, state.recalled + 1));
    case 'submit':
      return submit(state);
    case 'escape':
      return state.reply === null ? only({ ...state, input: emptyLine }) : stopReply(state);
    case 'interrupt':
      return quit(state);
    case 'end-of-input':
      return state.input.text === '' ? quit(state) : only({ ...state, input: erase(state.input, 'delete') });
    case 'piece':
      return only(
        state.reply === null ? state : { ...state, reply: { ...state.reply, text: state.reply.text + action.text } },
      );
    case 'reply-ended':
      return only(endReply(state, action.tokens, action.seconds));
    case 'note':
    case 'error':
      return only(say(state, action.type, action.text));
  }
}

function only(state: ChatState): ChatUpdate {
  return { state, effects: [] };
}

function say(state: ChatState, from: Message['from'], text: string): ChatState {
  const hidden = text.length - LONGEST_SHOWN;
  const shown = hidden > 0 ? `${text.slice(0, LONGEST_SHOWN)}… (${formatCount(hidden)} more characters)` : text;
  return { ...state, messages: [...state.messages, { id: state.messages.length, from, text: shown }] };
}

function submit(state: ChatState): ChatUpdate {
  const line = state.input.text.trim();
  if (line === '') return only({ ...state, input: emptyLine });
  const command = parseCommand(line);
  if (state.reply !== null && command?.type !== 'quit') return only(state);
  const sent = state.sent.at(-1) === line ? state.sent : [...state.sent, line];
  const cleared = { ...state, input: emptyLine, sent, recalled: sent.length, draft: '' };
  return command === null ? converse(cleared, line.replace(/^\/\//, '/')) : obey(say(cleared, 'user', line), command);
}

function converse(state: ChatState, line: string): ChatUpdate {
  const prompt = (state.context + writeTurn(state.format, line)).slice(-LONGEST_CONTEXT);
  const { settings, turn, format } = state;
  const asked = { ...say(state, 'user', line), context: prompt, reply: { text: '', stopping: false }, turn: turn + 1 };
  return { state: asked, effects: [{ type: 'generate', prompt, stop: stopStrings(format), turn, settings }] };
}

function endReply(state: ChatState, tokens: number, seconds: number): ChatState {
  if (state.reply === null) return state;
  const { text, stopping } = state.reply;
  const shown = presentReply(state.format, text).trimEnd();
  const silent = text.trim() === '';
  const ended = {
    ...state,
    reply: null,
    context: state.context + closeReply(state.format, text),
    tokens: state.tokens + tokens,
    seconds: state.seconds + seconds,
    tokensPerSecond: seconds > 0 && tokens > 0 ? tokens / seconds : state.tokensPerSecond,
  };
  if (silent) return say(ended, 'note', stopping ? '(stopped)' : '(it has nothing to say)');
  const cut = tokens >= state.settings.maxTokens ? '…' : '';
  return say(ended, 'model', stopping ? `${shown}… (stopped)` : shown + cut);
}

function stopReply(state: ChatState): ChatUpdate {
  if (state.reply === null || state.reply.stopping) return only(state);
  return { state: { ...state, reply: { ...state.reply, stopping: true } }, effects: [{ type: 'stop-reply' }] };
}

function quit(state: ChatState): ChatUpdate {
  return { state: { ...state, quitting: true }, effects: [{ type: 'stop-reply' }, { type: 'quit' }] };
}

function obey(state: ChatState, command: ChatCommand): ChatUpdate {
  switch (command.type) {
    case 'help':
      return only(say(state, 'note', helpText));
    case 'set': {
      const settings = { ...state.settings, ...command.change };
      const turn = command.change.seed === undefined ? state.turn : 0;
      return only(say({ ...state, settings, turn }, 'note', describeSettings(settings)));
    }
    case 'show':
      return only(say(state, 'note', describeSettings(state.settings)));
    case 'reset':
      return only(say({ ...state, context: state.format.separator, turn: 0 }, 'note', 'the conversation is forgotten'));
    case 'stats':
      return only(say(state, 'note', stats(state)));
    case 'save':
      return { state, effects: [{ type: 'save', path: command.path, text: transcript(state) }] };
    case 'quit':
      return quit(state);
    case 'mistake':
      return only(say(state, 'error', command.message));
  }
}

function stats(state: ChatState): string {
  const { about, settings, tokens, seconds, context } = state;
  const pace =
    seconds === 0 ? 'no replies yet' : `${formatCount(tokens)} tokens at ${formatCount(tokens / seconds)} a second`;
  return [about, describeSettings(settings), `${pace}; ${formatCount(context.length)} characters of context`].join(
    '\n',
  );
}

/** The conversation as text; commands and notes are not part of it. */
function transcript({ messages }: ChatState): string {
  const said = messages.filter(
    ({ from, text }) => from === 'model' || (from === 'user' && parseCommand(text) === null),
  );
  return said.map(({ from, text }) => `${from === 'user' ? '> ' : ''}${text}\n`).join('\n');
}

function recall(state: ChatState, place: number): ChatState {
  const { sent, recalled, input } = state;
  if (place < 0 || place > sent.length) return state;
  const draft = recalled === sent.length ? input.text : state.draft;
  return { ...state, recalled: place, draft, input: lineOf(place === sent.length ? draft : sent[place]) };
}

import { clip, fitParts, formatShort, type Line, wrap } from '@ml/terminal';
import { presentReply } from './chat-format.ts';
import type { ChatState } from './chat-state.ts';
import { inputView } from './input-view.ts';

interface ChatScreen {
  readonly columns: number;
  readonly rows: number;
  readonly modelName: string;
  readonly plainCursor: boolean;
}

/** Input, status and a row that stays free. */
const OTHER_ROWS = 3;

/** What moves on the chat's screen, less high than it: the end of the reply being written, the input, the status. */
export function chatLines(state: ChatState, screen: ChatScreen): Line[] {
  const columns = Math.max(1, screen.columns);
  return [
    ...replyLines(state, columns, screen.rows - OTHER_ROWS),
    inputLine(state, columns, screen),
    statusLine(state, columns, screen),
  ];
}

function replyLines({ reply, format }: ChatState, columns: number, rows: number): Line[] {
  if (reply === null || rows < 1) return [];
  const lines = wrap(`${presentReply(format, reply.text)}▍`, columns);
  return lines.slice(-rows).map((text) => [{ text }]);
}

function inputLine({ input, messages }: ChatState, columns: number, { plainCursor }: ChatScreen): Line {
  const prompt = columns > 4 ? '› ' : '';
  const room = columns - prompt.length;
  const { before, under, after } = inputView(input, room);
  const cursor = plainCursor && under === ' ' ? '_' : under;
  const asked = messages.some(({ from }) => from === 'user');
  const hint = input.text === '' && !asked && room > 1 ? clip('say something, or /help', room - 1) : after;
  return [
    { text: prompt, color: 'cyan' },
    { text: before },
    { text: cursor, inverse: true },
    { text: hint, dim: input.text === '' },
  ];
}

function statusLine({ reply, settings, tokensPerSecond }: ChatState, columns: number, { modelName }: ChatScreen): Line {
  const { temperature, topK, topP, seed } = settings;
  const dim = (text: string): Line => [{ text, dim: true }];
  const activity = reply === null ? [] : [dim(reply.stopping ? 'stopping …' : 'Esc stops')];
  const pace = tokensPerSecond === null ? [] : [dim(`${formatShort(tokensPerSecond)} tokens/s`)];
  const cuts = [...(topK === null ? [] : [dim(`top-k ${topK}`)]), ...(topP === null ? [] : [dim(`top-p ${topP}`)])];
  const warmth = dim(columns < 30 ? `T ${temperature}` : `temperature ${temperature}`);
  const parts = [
    ...activity,
    dim(clip(modelName, Math.max(8, Math.floor(columns / 3)))),
    warmth,
    ...pace,
    ...cuts,
    dim(`seed ${seed}`),
  ];
  return fitParts(parts, columns);
}

import { writeFileSync } from 'node:fs';
import { errorCode, reasonOf } from '@ml/terminal';
import type { ChatAction } from './chat-update.ts';

/** Writes a conversation to a new file; one that is there is never overwritten. */
export function saveTranscript(path: string | null, text: string, now: () => Date = () => new Date()): ChatAction {
  if (text === '') return { type: 'error', text: 'there is nothing to save yet' };
  const file = path ?? `chat-${now().toISOString().slice(0, 19).replace(/[:T]/g, '-')}.txt`;
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return { type: 'note', text: `saved to ${file}` };
  } catch (error) {
    const reason = errorCode(error) === 'EEXIST' ? 'it is there already; give another name' : reasonOf(error);
    return { type: 'error', text: `cannot write ${file}: ${reason}` };
  }
}

import { presentReply } from './chat-format.ts';
import { type ChatRuntime, type ReplyWriter, startChat } from './chat-runtime.ts';
import { type ChatOptions, initialChat } from './chat-state.ts';

export interface PlainChatIo {
  readonly lines: AsyncIterable<string>;
  readonly write: (text: string) => void;
  readonly warn: (text: string) => void;
  readonly reply: ReplyWriter;
}

/**
 * The same chat without a screen: a line in, a reply out, the same commands. What it says of itself goes to `warn`, so that
 * the output holds replies and what commands answer. It ends with the input or with /quit.
 */
export async function plainChat(options: ChatOptions, { lines, write, warn, reply }: PlainChatIo): Promise<void> {
  let quitting = false;
  let opened = false;
  const { format } = options;
  const runtime: ChatRuntime = startChat(
    initialChat(options),
    (effect, { dispatch, signal }) => {
      opened = false;
      return reply(effect, {
        signal,
        dispatch: (action) => {
          // Written as it comes; the message that ends the reply would say it again.
          if (action.type === 'piece') {
            write(opened ? action.text : presentReply(format, action.text));
            opened = true;
          }
          dispatch(action);
        },
      });
    },
    () => {
      quitting = true;
    },
  );
  for (const text of options.greeting) warn(`${text}\n`);
  for await (const line of lines) {
    runtime.store.flush();
    const before = runtime.store.get().messages.length;
    runtime.dispatch({ type: 'erase', key: 'to-start' });
    runtime.dispatch({ type: 'insert', text: line });
    runtime.dispatch({ type: 'submit' });
    await runtime.idle();
    runtime.store.flush();
    if (opened) write('\n');
    for (const { from, text } of runtime.store.get().messages.slice(before)) {
      if (from === 'note') write(`${text}\n`);
      if (from === 'error') warn(`${text}\n`);
    }
    opened = false;
    if (quitting) return;
  }
}

import { wrap } from '@ml/terminal';
import { LinesView } from '@ml/terminal/ink';
import { Box, Static, Text, useInput, usePaste, useWindowSize } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { chatLines } from './chat-lines.ts';
import type { ChatRuntime } from './chat-runtime.ts';
import type { Message } from './chat-state.ts';
import { actionOfKey } from './key-action.ts';

interface ChatViewProps {
  readonly runtime: ChatRuntime;
  /** Shown in the status line. */
  readonly modelName: string;
  /** Without colours the cursor must be a character. */
  readonly plainCursor: boolean;
}

/** The chat's screen: what is finished scrolls away above; below it the reply being written, the input and the status. */
export function ChatView({ runtime: { store, dispatch }, modelName, plainCursor }: ChatViewProps): ReactNode {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const { columns, rows } = useWindowSize();
  useInput((input, key) => {
    for (const action of actionOfKey(input, key)) dispatch(action);
  });
  usePaste((text) => dispatch({ type: 'insert', text }));
  return (
    <>
      <Static items={[...state.messages]}>
        {(message) => <MessageView key={message.id} message={message} columns={columns} />}
      </Static>
      {state.quitting ? null : <LinesView lines={chatLines(state, { columns, rows, modelName, plainCursor })} />}
    </>
  );
}

function MessageView({
  message: { from, text },
  columns,
}: {
  readonly message: Message;
  readonly columns: number;
}): ReactNode {
  const shown = from === 'user' ? `› ${text}` : text;
  const style = { user: { color: 'cyan' }, model: {}, note: { dimColor: true }, error: { color: 'red' } }[from];
  return (
    <Box marginBottom={from === 'user' ? 0 : 1}>
      <Text {...style}>{wrap(shown, columns).join('\n')}</Text>
    </Box>
  );
}

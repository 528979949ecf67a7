import { createStore, type Store } from '@ml/terminal';
import type { ChatState } from './chat-state.ts';
import { type ChatAction, type ChatEffect, updateChat } from './chat-update.ts';
import { saveTranscript } from './save-transcript.ts';

type Generate = Extract<ChatEffect, { type: 'generate' }>;

/** Writes a reply, telling the chat about it as it goes along. */
export type ReplyWriter = (
  effect: Generate,
  context: { readonly dispatch: (action: ChatAction) => void; readonly signal: AbortSignal },
) => Promise<void>;

/** A chat that runs: its state, and the only way to change it. */
export interface ChatRuntime {
  readonly store: Store<ChatState>;
  readonly dispatch: (action: ChatAction) => void;
  /** Settles when no reply is being written. */
  readonly idle: () => Promise<void>;
}

/** Half a frame: keys feel immediate, a burst of them is one frame. */
const KEY_INTERVAL = 16;

/** Connects the pure chat with the world: effects are carried out, and their results become actions. */
export function startChat(initial: ChatState, write: ReplyWriter, onQuit: () => void): ChatRuntime {
  const store = createStore(initial, KEY_INTERVAL);
  let writing = Promise.resolve();
  let stop = new AbortController();

  const perform = (effect: ChatEffect): void => {
    if (effect.type === 'generate') {
      stop = new AbortController();
      writing = write(effect, { dispatch, signal: stop.signal });
    } else if (effect.type === 'stop-reply') stop.abort();
    else if (effect.type === 'save') dispatch(saveTranscript(effect.path, effect.text));
    else onQuit();
  };
  const dispatch = (action: ChatAction): void => {
    let effects: readonly ChatEffect[] = [];
    store.update((state) => {
      const next = updateChat(state, action);
      effects = next.effects;
      return next.state;
    });
    effects.forEach(perform);
  };
  return { store, dispatch, idle: () => writing };
}

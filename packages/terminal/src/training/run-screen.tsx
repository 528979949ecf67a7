import { useInput, useStdin, useWindowSize } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { Line } from '../screen/line.ts';
import { LinesView } from '../screen/lines-view.tsx';
import type { Store } from '../screen/store.ts';

interface RunScreenProps<S> {
  readonly store: Store<S>;
  readonly linesOf: (state: S, size: { readonly columns: number; readonly rows: number }) => Line[];
  readonly onInterrupt: () => void;
}

/** The screen of a training run. It swallows what is typed, so that nothing is echoed into it, and hands on Ctrl-C. */
export function RunScreen<S>({ store, linesOf, onInterrupt }: RunScreenProps<S>): ReactNode {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const { columns, rows } = useWindowSize();
  const { isRawModeSupported } = useStdin();
  useInput(
    (input, key) => {
      if (key.ctrl && input === 'c') onInterrupt();
    },
    { isActive: isRawModeSupported },
  );
  return <LinesView lines={linesOf(state, { columns, rows })} />;
}

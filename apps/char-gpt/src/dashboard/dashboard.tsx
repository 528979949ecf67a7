import { useInput, useStdin, useWindowSize } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { LinesView } from '../terminal/lines-view.tsx';
import type { Store } from '../terminal/store.ts';
import { dashboardLines } from './dashboard-lines.ts';
import type { DashboardState } from './dashboard-state.ts';

interface DashboardProps {
  readonly store: Store<DashboardState>;
  readonly onInterrupt: () => void;
}

/** The screen of a training run. It swallows what is typed, so that nothing is echoed into it, and hands on Ctrl-C. */
export function Dashboard({ store, onInterrupt }: DashboardProps): ReactNode {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const { columns, rows } = useWindowSize();
  const { isRawModeSupported } = useStdin();
  useInput(
    (input, key) => {
      if (key.ctrl && input === 'c') onInterrupt();
    },
    { isActive: isRawModeSupported },
  );
  return <LinesView lines={dashboardLines(state, { columns, rows })} />;
}

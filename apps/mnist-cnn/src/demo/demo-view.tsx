import type { Store } from '@ml/terminal';
import { LinesView } from '@ml/terminal/ink';
import { useInput, useWindowSize } from 'ink';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { demoLines, type Reading } from './demo-lines.ts';
import { type DemoAction, type DemoState, demoKey } from './demo-state.ts';

interface DemoViewProps {
  readonly store: Store<DemoState>;
  readonly dispatch: (action: DemoAction) => void;
  readonly read: (index: number) => Reading;
  /** Milliseconds for each digit. */
  readonly pause: number;
}

/** Test digits on the screen, one after the other. */
export function DemoView({ store, dispatch, read, pause }: DemoViewProps): ReactNode {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const size = useWindowSize();
  useInput((input, key) => {
    const action = demoKey(input, key);
    if (action !== null) dispatch(action);
  });
  useEffect(() => {
    const timer = setInterval(() => dispatch('tick'), pause);
    return () => clearInterval(timer);
  }, [dispatch, pause]);
  return <LinesView lines={demoLines(read(state.index), state, size)} />;
}

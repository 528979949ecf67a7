import { createStore } from '../screen/store.ts';
import { type Surface, tellInk } from '../screen/surface.ts';
import type { Audience, RunView } from './watch-training.ts';

/** Ten frames a second are enough for numbers, and leave the processor to the training. */
const FRAME = 100;

/** A screen that follows a run. */
export async function screenAudience<S, E>(
  { initial, update, screen: linesOf }: RunView<S, E>,
  surface: Surface,
  onInterrupt: () => void,
): Promise<Audience<E>> {
  tellInk(process.env, surface); // before Ink is loaded
  const [{ render }, { RunScreen }] = await Promise.all([import('ink'), import('./run-screen.tsx')]);
  const store = createStore(initial, FRAME);
  let screen: ReturnType<typeof render> | null = null;
  return {
    hear: (event) => {
      store.update((state) => update(state, event));
      // Not before the first event: a request that cannot be met leaves one line and no empty screen.
      screen ??= render(<RunScreen store={store} linesOf={linesOf} onInterrupt={onInterrupt} />, {
        exitOnCtrlC: false,
      });
    },
    interrupted: () => {
      store.update((state) => update(state, { type: 'stop-requested' }));
      store.flush();
    },
    close: async () => {
      store.flush();
      await screen?.waitUntilRenderFlush();
      screen?.unmount();
      await screen?.waitUntilExit();
    },
  };
}

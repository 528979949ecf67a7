/** Digits that are looked at one after the other. */
export interface DemoState {
  /** Place of the digit that is shown. */
  readonly index: number;
  readonly length: number;
  /** Whether the next comes by itself. */
  readonly playing: boolean;
  readonly quitting: boolean;
}

export type DemoAction = 'next' | 'previous' | 'toggle' | 'tick' | 'quit';

export function updateDemo(state: DemoState, action: DemoAction): DemoState {
  const move = (by: number): number => (state.index + by + state.length) % state.length;
  switch (action) {
    case 'next':
      return { ...state, index: move(1), playing: false };
    case 'previous':
      return { ...state, index: move(-1), playing: false };
    case 'tick':
      return state.playing ? { ...state, index: move(1) } : state;
    case 'toggle':
      return { ...state, playing: !state.playing };
    case 'quit':
      return { ...state, quitting: true, playing: false };
  }
}

/** What a key means; null for one that means nothing. */
export function demoKey(
  input: string,
  key: { readonly ctrl: boolean; readonly rightArrow: boolean; readonly leftArrow: boolean; readonly escape: boolean },
): DemoAction | null {
  if (key.ctrl) return input === 'c' || input === 'd' ? 'quit' : null;
  if (key.rightArrow || input === 'n' || input === 'l') return 'next';
  if (key.leftArrow || input === 'p' || input === 'h') return 'previous';
  if (input === ' ') return 'toggle';
  return key.escape || input === 'q' ? 'quit' : null;
}

import type { ImageDataset } from '@ml/cv/datasets';
import { createStore, lineText, type Surface, tellInk } from '@ml/terminal';
import { labelOf, pixelsOf } from '../digits/digit-at.ts';
import { loadDigits } from '../digits/load-digits.ts';
import { classProbabilities } from '../model/class-probabilities.ts';
import type { DigitNet } from '../model/digit-net.ts';
import { openNetwork } from '../run/open-network.ts';
import { demoLines, type Reading } from './demo-lines.ts';
import { type DemoAction, type DemoState, updateDemo } from './demo-state.ts';

export interface DemoOptions {
  /** The first digit. */
  readonly from: number;
  /** How many, where there is no screen. */
  readonly count: number;
}

const PAUSE = 1500;
/** Keys feel immediate, a burst of them is one frame. */
const KEY_INTERVAL = 16;

/** Shows how a network reads test digits: on a terminal one after the other, else some of them as text. */
export async function runDemo(run: string, { from, count }: DemoOptions, surface: Surface): Promise<void> {
  const { network } = await openNetwork(run);
  const digits = await loadDigits('test');
  const initial: DemoState = { index: from, length: digits.length, playing: true, quitting: false };
  if (surface.interactive) await screenDemo(initial, readerOf(network, digits), surface);
  else writeDemo(initial, readerOf(network, digits), count);
}

/** Reads a digit when it is looked at, and remembers the last. */
function readerOf(network: DigitNet, digits: ImageDataset): (index: number) => Reading {
  let last: { readonly index: number; readonly reading: Reading } | null = null;
  return (index) => {
    if (last?.index === index) return last.reading;
    const pixels = pixelsOf(digits, index);
    const [probabilities] = classProbabilities(network, [pixels]);
    const reading = { pixels, truth: labelOf(digits, index), probabilities };
    last = { index, reading };
    return reading;
  };
}

function writeDemo(initial: DemoState, read: (index: number) => Reading, count: number): void {
  for (let i = 0; i < count; i++) {
    const state = { ...initial, index: (initial.index + i) % initial.length };
    const lines = demoLines(read(state.index), state, { columns: 80, rows: 16 });
    process.stdout.write(`${lines.map((line) => `${lineText(line).trimEnd()}\n`).join('')}\n`);
  }
}

async function screenDemo(initial: DemoState, read: (index: number) => Reading, surface: Surface): Promise<void> {
  tellInk(process.env, surface); // before Ink is loaded
  const [{ render }, { DemoView }] = await Promise.all([import('ink'), import('./demo-view.tsx')]);
  const store = createStore(initial, KEY_INTERVAL);
  const dispatch = (action: DemoAction): void => {
    store.update((state) => updateDemo(state, action));
    if (action === 'quit') screen.unmount();
  };
  const screen = render(<DemoView store={store} dispatch={dispatch} read={read} pause={PAUSE} />, {
    exitOnCtrlC: false,
  });
  await screen.waitUntilExit();
}

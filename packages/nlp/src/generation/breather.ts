import { eventLoopTurn } from '@ml/nn';

/** Longest time, in ms, that generation keeps the thread to itself: half a frame. */
const TURN = 8;

/** Gives the event loop a turn now and then: awaiting promises alone never lets a key press or a redraw through. */
export class Breather {
  #since = performance.now();

  async breathe(): Promise<void> {
    if (performance.now() - this.#since < TURN) return;
    await eventLoopTurn();
    this.#since = performance.now();
  }
}

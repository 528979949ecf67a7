/** Longest time, in ms, that generation keeps the thread to itself: half a frame. */
const TURN = 8;

/** Runs `resume` as a new task, behind timers, input and drawing that wait. setTimeout would take a millisecond each time. */
function asTask(resume: () => void): void {
  if (typeof setImmediate === 'function') {
    setImmediate(resume);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resume();
  };
  port2.postMessage(null);
}

/** Gives the event loop a turn now and then: awaiting promises alone never lets a key press or a redraw through. */
export class Breather {
  #since = performance.now();

  async breathe(): Promise<void> {
    if (performance.now() - this.#since < TURN) return;
    await new Promise<void>(asTask);
    this.#since = performance.now();
  }
}

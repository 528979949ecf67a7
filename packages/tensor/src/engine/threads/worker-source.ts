import { controlWords, maxArguments, maxSourceBytes, maxTasks, sourceOffset, word } from './control-block.ts';

/** How long a worker looks for new work before it goes to sleep, in milliseconds: fork and join cost 0.5 µs awake, 50 asleep. */
const spinTime = 0.2;

/**
 * The program of a worker thread: take tasks of the current job until there are none, its own share first, then what others
 * have not begun; spin a while for the next job; sleep.
 *
 * It is kept as text so that no bundler has to find a second file. It gets what the pool hands over: the memory, the
 * compiled kernels, the address of the control block, and the worker's number (from 1; the calling thread is 0).
 */
export const workerSource = `
(({ memory, module, address, number }) => {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const kernels = Object.keys(exports).sort().map((name) => exports[name]);
  const control = new Int32Array(memory.buffer, address, ${controlWords});
  const lists = new Float64Array(memory.buffer, address + ${controlWords * 4}, ${maxTasks * maxArguments});
  const source = new Uint8Array(memory.buffer, address + ${sourceOffset}, ${maxSourceBytes});
  const pause = Atomics.pause ?? (() => {});

  const run = (task) => {
    const start = task * ${maxArguments};
    const list = Array.from(lists.subarray(start, start + control[${word.argumentCount}]));
    const scratch = control[${word.scratchAddress}] + number * control[${word.scratchBytes}];
    for (let i = 0; i < list.length; i++) if (list[i] !== list[i]) list[i] = scratch;
    const kernel = control[${word.kernel}];
    kernels[kernel] ??= (0, eval)(new TextDecoder().decode(source.slice(0, control[${word.sourceBytes}])))(memory);
    kernels[kernel](...list);
  };

  for (let seen = 0; ; ) {
    const employed = number < Atomics.load(control, ${word.limit});
    const end = employed ? performance.now() + ${spinTime} : 0;
    while (Atomics.load(control, ${word.generation}) === seen) {
      if (performance.now() < end) pause();
      else {
        Atomics.add(control, ${word.sleeping}, 1);
        Atomics.wait(control, ${word.generation}, seen);
        Atomics.sub(control, ${word.sleeping}, 1);
      }
    }
    seen = Atomics.load(control, ${word.generation});
    if (!employed && number >= Atomics.load(control, ${word.limit})) continue;
    const tasks = control[${word.tasks}];
    const first = Math.floor((number * tasks) / control[${word.limit}]);
    for (let i = 0; i < tasks; i++) {
      const task = (first + i) % tasks;
      if (Atomics.compareExchange(control, ${word.claims} + task, 1, 0) === 0) continue;
      try {
        run(task);
      } catch {
        Atomics.store(control, ${word.failed}, 1);
      }
      Atomics.add(control, ${word.done}, 1);
    }
  }
})`;

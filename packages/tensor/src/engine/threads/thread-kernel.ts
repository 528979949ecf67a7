/**
 * A kernel from outside the WebAssembly module that every thread can run, such as a product by a native library: only numbers
 * and addresses in `engine.memory` reach it. It must not wait for the thread that made it, which waits for the threads.
 *
 * Tasks run at the same time and in any order, and those of a job are repeated on the calling thread when a worker fails in
 * one: a task overwrites its own part of the outputs and reads nothing that another writes.
 */
export interface ThreadKernel {
  /** What messages call it. */
  readonly name: string;
  /** On the calling thread. */
  readonly call: (...args: number[]) => void;
  /**
   * The same for a worker: an expression of JavaScript for a function that gets the memory and returns the kernel. A worker
   * evaluates it when it has its first task, without waiting for anything; at most 8,192 bytes.
   */
  readonly source: string;
}

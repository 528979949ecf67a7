import { heap } from './heap.ts';
import { traceAllocation, traceRelease } from './memory-trace.ts';

/**
 * A block of the heap, shared by all views of it and counted by them: the last one to let go gives it back.
 * `version` counts in-place writes, so that a value saved for a gradient can tell that it was changed.
 */
export class Storage {
  readonly address: number;
  readonly bytes: number;
  version = 0;
  #references = 1;

  constructor(bytes: number) {
    this.bytes = bytes;
    this.address = heap.allocate(bytes);
    traceAllocation(this);
  }

  /** More than one view refers to this block: writing in place would show through the others. */
  get isShared(): boolean {
    return this.#references > 1;
  }

  retain(): this {
    this.#references++;
    return this;
  }

  release(): void {
    if (--this.#references === 0) {
      heap.free(this.address, this.bytes);
      traceRelease(this);
    }
  }
}

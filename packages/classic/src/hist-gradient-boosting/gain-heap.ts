interface HasGain {
  readonly gain: number;
}

/**
 * Nodes by gain, the largest first. Equal gains come out in the order of Python's heapq, so that trees that are cut off at a number of
 * leaves agree with scikit-learn's also then.
 */
export class GainHeap<T extends HasGain> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#rise(this.#items.length - 1);
  }

  pop(): T {
    const items = this.#items;
    const last = items.pop() as T;
    if (items.length === 0) return last;
    const top = items[0];
    // The hole sinks to the bottom along the larger children; the last item fills it and rises from there.
    let hole = 0;
    for (let child = 1; child < items.length; child = 2 * hole + 1) {
      if (child + 1 < items.length && items[child].gain <= items[child + 1].gain) child++;
      items[hole] = items[child];
      hole = child;
    }
    items[hole] = last;
    this.#rise(hole);
    return top;
  }

  /** All that are left, in no order that matters. */
  drain(): T[] {
    return this.#items.splice(0);
  }

  #rise(at: number): void {
    const items = this.#items;
    const item = items[at];
    let place = at;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!(item.gain > items[parent].gain)) break;
      items[place] = items[parent];
      place = parent;
    }
    items[place] = item;
  }
}

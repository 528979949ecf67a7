import { heap } from './heap.ts';

let address = 0;
let capacity = 0;

/** Address of `bytes` bytes of work space for one kernel call; the next call of `scratch` may hand out the same ones. */
export function scratch(bytes: number): number {
  if (bytes > capacity) {
    if (capacity > 0) heap.free(address, capacity);
    capacity = 0; // nothing is held any more, should the heap refuse
    address = heap.allocate(bytes);
    capacity = bytes;
  }
  return address;
}

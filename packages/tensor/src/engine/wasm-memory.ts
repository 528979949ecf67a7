const gibibyte = 16384; // pages of 64 KiB

/** Reserves address space, not memory: pages are taken when they are first grown into. */
function createMemory(): WebAssembly.Memory {
  for (const maximum of [4 * gibibyte, 2 * gibibyte, gibibyte]) {
    try {
      return new WebAssembly.Memory({ initial: 256, maximum, shared: true });
    } catch {
      // Less address space to be had (32-bit systems, phones): try with half.
    }
  }
  return new WebAssembly.Memory({ initial: 256, maximum: gibibyte / 4, shared: true });
}

/** The one memory all tensors live in; shared, so that worker threads can be given it. */
export const memory = createMemory();

/** First byte the allocator may use: everything below holds the kernels' constant tables. */
export function heapBase(): usize {
  return __heap_base;
}

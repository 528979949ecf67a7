/** First byte behind the constant tables of this binary: the build sees to it that they keep to their area. */
export function heapBase(): usize {
  return __heap_base;
}

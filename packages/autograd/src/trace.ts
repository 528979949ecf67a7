import { keep, type Tensor, viewOf } from '@ml/tensor';
import { Edge, setEdge } from './node.ts';

/** Makes `x` the handle of an output of a node, whoever frees `x`: its scope, the garbage collector or its maker. */
export function trace(x: Tensor, edge: Edge): void {
  setEdge(x, edge);
  // Outside every scope the collector has to know that it releases a node along with the storage.
  if (x.scope === null) keep(x);
}

/** A new handle on the elements of `x`, made by `edge`, or by nothing. */
export function alias<T extends Tensor>(x: T, edge: Edge | null): T {
  const handle = viewOf(x, x.shape, x.strides, x.offset) as T;
  if (edge !== null) trace(handle, edge);
  else if (x.tracer !== null && !(x.tracer instanceof Edge)) {
    // Somebody else's, who follows values and not gradients: it is still the same value.
    x.tracer.retain();
    handle.tracer = x.tracer;
  }
  return handle;
}

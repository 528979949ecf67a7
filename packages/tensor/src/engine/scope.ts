// Who frees a tensor: the innermost scope it was made in, or, outside every scope, the garbage collector.
import type { Tensor, Tracer } from '../tensor.ts';
import type { Storage } from './storage.ts';

/** A tensor handle as scopes see it. */
type Handle = Tensor;

export class Scope {
  readonly parent: Scope | null;
  readonly owned: Handle[] = [];
  isOpen = true;

  constructor(parent: Scope | null) {
    this.parent = parent;
  }

  /** Frees every handle that still belongs to this scope, youngest first. */
  close(): void {
    this.isOpen = false;
    for (let i = this.owned.length - 1; i >= 0; i--) {
      const handle = this.owned[i];
      if (handle.scope === this) handle.dispose();
    }
    this.owned.length = 0;
  }
}

interface AsyncContext {
  getStore(): Scope | undefined;
  run<R>(scope: Scope, fn: () => R): R;
}

/** AsyncLocalStorage lets a scope follow `await`. Only Node has it; elsewhere a scope ends where its function first awaits. */
function createAsyncContext(): AsyncContext | null {
  const builtin = globalThis.process?.getBuiltinModule?.('node:async_hooks');
  return builtin === undefined ? null : new builtin.AsyncLocalStorage<Scope>();
}

const asyncContext = createAsyncContext();
/** The scope of the synchronous code now running; null inside the continuations of async code. */
let running: Scope | null = null;

/**
 * The innermost scope that can still free something. Work that a scope started and did not wait for (a timer, a promise)
 * still runs in its context when it has closed: what is made then belongs to the scopes around it.
 */
export function currentScope(): Scope | null {
  return firstOpen(running ?? asyncContext?.getStore() ?? null);
}

function firstOpen(scope: Scope | null): Scope | null {
  let open = scope;
  while (open !== null && !open.isOpen) open = open.parent;
  return open;
}

const collected = new FinalizationRegistry<{ release(): void }>((share) => share.release());

/** What the collector gives back after a handle: its share of the storage and of the gradient graph. Must not hold the handle. */
function shareOf(storage: Storage, tracer: Tracer | null): { release(): void } {
  if (tracer === null) return storage;
  return {
    release() {
      tracer.release();
      storage.release();
    },
  };
}

/** Gives a new handle to the scope it was made in; without one, to the garbage collector. */
export function adopt(handle: Handle, storage: Storage): void {
  const scope = currentScope();
  handle.scope = scope;
  if (scope !== null) scope.owned.push(handle);
  else collected.register(handle, storage, handle);
}

/** Makes a handle the garbage collector's: no scope frees it any more. */
export function leaveToCollector(handle: Handle, storage: Storage): void {
  handle.scope = null;
  collected.unregister(handle);
  collected.register(handle, shareOf(storage, handle.tracer), handle);
}

/** Called when a handle was disposed by hand, so that the collector does not release it again. */
export function forget(handle: Handle): void {
  if (handle.scope === null) collected.unregister(handle);
  handle.scope = null;
}

/** Moves a handle from a closing scope to the one around it. */
function promote(handle: Handle, from: Scope): void {
  if (handle.scope !== from || handle.isDisposed) return;
  const around = firstOpen(from.parent);
  if (around === null) leaveToCollector(handle, handle.storage);
  else {
    handle.scope = around;
    around.owned.push(handle);
  }
}

/** Runs `fn` in a scope of its own; `isTensor` finds the handles in what it returns. */
export function runInScope<R>(fn: () => R, isTensor: (value: unknown) => value is Handle): R {
  const scope = new Scope(currentScope());
  const outer = running;
  running = scope;
  let result: R;
  try {
    result = asyncContext === null ? fn() : asyncContext.run(scope, fn);
  } catch (error) {
    running = outer;
    scope.close();
    throw error;
  }
  running = outer;
  if (result instanceof Promise) {
    return result.then(
      (value) => {
        closeKeeping(scope, value, isTensor);
        return value;
      },
      (error) => {
        scope.close();
        throw error;
      },
    ) as R;
  }
  closeKeeping(scope, result, isTensor);
  return result;
}

function closeKeeping(scope: Scope, result: unknown, isTensor: (value: unknown) => value is Handle): void {
  try {
    if (scope.owned.length > 0) visitTensors(result, isTensor, (handle) => promote(handle, scope), new Set());
  } finally {
    scope.close(); // whatever a getter of the result may throw
  }
}

/** Calls `visit` for every tensor reachable through arrays, maps, sets and fields of `value`. */
function visitTensors(
  value: unknown,
  isTensor: (value: unknown) => value is Handle,
  visit: (handle: Handle) => void,
  seen: Set<object>,
): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) return;
  seen.add(value);
  if (isTensor(value)) {
    visit(value);
    return;
  }
  if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
    for (const entry of value) visitTensors(entry, isTensor, visit, seen);
    return;
  }
  for (const field of Object.values(value)) visitTensors(field, isTensor, visit, seen);
}

// Who owns what: while tracing is on, every allocation remembers the place in the user's code that asked for it.
import { heap } from './heap.ts';
import type { Storage } from './storage.ts';

let sites: Map<Storage, string> | null = null;

/** Starts or stops remembering call sites; each remembered allocation costs a stack trace. */
export function setTracing(on: boolean): void {
  sites = on ? (sites ?? new Map()) : null;
}

export function traceAllocation(storage: Storage): void {
  if (sites !== null) sites.set(storage, callSite());
}

export function traceRelease(storage: Storage): void {
  sites?.delete(storage);
}

/** Live bytes by call site, largest first; null while tracing is off. */
export function liveBytesBySite(): { site: string; bytes: number; blocks: number }[] | null {
  if (sites === null) return null;
  const totals = new Map<string, { site: string; bytes: number; blocks: number }>();
  for (const [storage, site] of sites) {
    const total = totals.get(site) ?? { site, bytes: 0, blocks: 0 };
    total.bytes += storage.bytes;
    total.blocks++;
    totals.set(site, total);
  }
  return [...totals.values()].sort((a, b) => b.bytes - a.bytes);
}

/** The innermost stack frame outside this library. */
function callSite(): string {
  const frames = (new Error().stack ?? '').split('\n').slice(1);
  const outside = frames.find(
    (frame) => !/[\\/](tensor|autograd|nn|nlp)[\\/](src|dist)[\\/]/.test(frame) || /\.test\.ts/.test(frame),
  );
  return (outside ?? frames.at(-1) ?? 'unknown').trim().replace(/^at /, '');
}

heap.describeOwners = () => {
  const owners = liveBytesBySite();
  if (owners === null) return ' memory.trace(true) would name the owners.';
  return ` Largest owners: ${owners
    .slice(0, 3)
    .map((owner) => `${owner.site} (${owner.bytes} bytes)`)
    .join('; ')}.`;
};

import type { Peer } from './peer.ts';

const sources: Readonly<Record<string, () => Promise<{ openPeer(): Promise<Peer> }>>> = {
  'tfjs-wasm': () => import('./tfjs.ts'),
  'jax-js': () => import('./jax.ts'),
  'numpy-ts': () => import('./numpy-ts.ts'),
  'ml-matrix': () => import('./ml-matrix.ts'),
};

export interface Peers {
  readonly peers: readonly Peer[];
  /** A sentence for each one that could not be loaded. */
  readonly missing: readonly string[];
}

/** Every peer that loads here. They are development dependencies, and each may refuse a machine that we run on. */
export async function loadPeers(): Promise<Peers> {
  const peers: Peer[] = [];
  const missing: string[] = [];
  for (const [name, source] of Object.entries(sources)) {
    try {
      peers.push(await (await source()).openPeer());
    } catch (error) {
      missing.push(notAvailable(name, error));
    }
  }
  return { peers, missing };
}

export function notAvailable(name: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `${name} is not available: ${reason.split('\n')[0]}.`;
}

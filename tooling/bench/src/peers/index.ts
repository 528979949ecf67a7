export { loadPeers, type Peers } from './load-peers.ts';
export { peerVariants } from './peer-variants.ts';

/** Free memory of any size. */
export interface Gap {
  readonly address: number;
  readonly bytes: number;
}

/** The same free memory in as few gaps as possible, in the order of their addresses. */
export function mergeGaps(gaps: readonly Gap[]): Gap[] {
  const merged: Gap[] = [];
  for (const gap of [...gaps].sort((a, b) => a.address - b.address)) {
    const last = merged.at(-1);
    if (last !== undefined && last.address + last.bytes === gap.address)
      merged[merged.length - 1] = { address: last.address, bytes: last.bytes + gap.bytes };
    else merged.push(gap);
  }
  return merged;
}

/** Cuts `bytes` off the smallest gap that has as many and returns their address; null when none has. */
export function takeFromGaps(gaps: Gap[], bytes: number): number | null {
  let best = -1;
  gaps.forEach((gap, i) => {
    if (gap.bytes >= bytes && (best < 0 || gap.bytes < gaps[best].bytes)) best = i;
  });
  if (best < 0) return null;
  const { address, bytes: room } = gaps[best];
  if (room === bytes) gaps.splice(best, 1);
  else gaps[best] = { address: address + bytes, bytes: room - bytes };
  return address;
}

const digitBits = 11;

/** Room for sorting ranks with what belongs to them. */
export interface PairRoom {
  ranks: Int32Array;
  codes: Int32Array;
  spareRanks: Int32Array;
  spareCodes: Int32Array;
  readonly counts: Int32Array;
}

export function pairRoom(capacity: number): PairRoom {
  return {
    ranks: new Int32Array(capacity),
    codes: new Int32Array(capacity),
    spareRanks: new Int32Array(capacity),
    spareCodes: new Int32Array(capacity),
    counts: new Int32Array(1 << digitBits),
  };
}

/**
 * The first n pairs of the room ascending by rank, `low` … `high`: for what does not fit into keys of 32 bits.
 *
 * @complexity O(n)
 */
export function sortPairs(room: PairRoom, n: number, low: number, high: number): void {
  const bits = 32 - Math.clz32(high - low);
  for (let skip = 0; skip < bits; skip += digitBits) {
    countingPass(room, n, low, skip, Math.min(digitBits, bits - skip));
    [room.ranks, room.spareRanks] = [room.spareRanks, room.ranks];
    [room.codes, room.spareCodes] = [room.spareCodes, room.codes];
  }
}

function countingPass(room: PairRoom, n: number, low: number, skip: number, width: number): void {
  const { ranks, codes, spareRanks, spareCodes, counts } = room;
  const size = 1 << width;
  const mask = size - 1;
  for (let d = 0; d < size; d++) counts[d] = 0;
  for (let i = 0; i < n; i++) counts[((ranks[i] - low) >>> skip) & mask]++;
  let begin = 0;
  for (let d = 0; d < size; d++) {
    const count = counts[d];
    counts[d] = begin;
    begin += count;
  }
  for (let i = 0; i < n; i++) {
    const at = counts[((ranks[i] - low) >>> skip) & mask]++;
    spareRanks[at] = ranks[i];
    spareCodes[at] = codes[i];
  }
}

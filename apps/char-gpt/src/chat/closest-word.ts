/** The word of a list that is at most two slips away (or a beginning of which was typed), or null. */
export function closestWord(typed: string, words: readonly string[]): string | null {
  if (typed === '') return null;
  const lower = typed.toLowerCase();
  const begun = words.filter((word) => word.startsWith(lower));
  if (begun.length === 1) return begun[0];
  const ranked = words.map((word) => ({ word, slips: editDistance(lower, word) })).sort((a, b) => a.slips - b.slips);
  const best = ranked[0];
  return best !== undefined && best.slips <= Math.min(2, Math.floor(typed.length / 2)) ? best.word : null;
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

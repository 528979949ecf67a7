/** A shorter match costs more as a copy than as literal bytes. */
const shortest = 8;
/** Matches are looked up by this many bytes. */
const probe = 12;

/**
 * The second build as differences from the first: they agree but for the fused multiply–adds, and deflate, which looks
 * back 32 kB, cannot see that. Tokens are separated by commas: `skip:length` in base 36 copies bytes (skip counts from
 * the end of the copy before), anything else is literal bytes in hexadecimal. Greedy; src/engine/kernel-binary.ts reads it.
 *
 * @param {Buffer} base
 * @param {Buffer} target
 */
export function makePatch(base, target) {
  const places = new Map();
  for (let i = 0; i + probe <= base.length; i++) {
    const key = base.toString('latin1', i, i + probe);
    const list = places.get(key);
    if (!list) places.set(key, [i]);
    else if (list.length < 50) list.push(i);
  }

  const matchLength = (from, to) => {
    let n = 0;
    while (from + n < base.length && to + n < target.length && base[from + n] === target[to + n]) n++;
    return n;
  };

  const tokens = [];
  let literals = [];
  let copied = 0; // end of the last copy in base
  const flush = () => {
    if (literals.length > 0) tokens.push(Buffer.from(literals).toString('hex'));
    literals = [];
  };
  for (let to = 0; to < target.length; ) {
    // Where the last copy would go on first, then wherever the next bytes occur.
    const candidates = [copied + literals.length, ...(places.get(target.toString('latin1', to, to + probe)) ?? [])];
    const lengths = candidates.map((from) => matchLength(from, to));
    const length = Math.max(...lengths);
    if (length < shortest) {
      literals.push(target[to++]);
      continue;
    }
    const from = candidates[lengths.indexOf(length)];
    flush();
    tokens.push(`${(from - copied).toString(36)}:${length.toString(36)}`);
    copied = from + length;
    to += length;
  }
  flush();
  return tokens.join(',');
}

/** Characters that a TypeScript string and a JSON file hold as they are: printable ASCII but quotes, `\`, `$` and `` ` ``. */
const characters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
  (c) => !`'"\\$\``.includes(c),
);
/** This many of them begin a pair. */
const leads = 2;

/**
 * Bytes as text: the frequent ones are a character each, the others two. What repeats in the bytes repeats in the text, which deflate
 * finds within 32 kB; in hexadecimal it would have to look twice as far, in base64 it finds nothing. src/engine/kernel-binary.ts
 * reads it with the alphabet, the list of byte values by frequency in hexadecimal.
 *
 * @param {Buffer} bytes
 * @returns {{ alphabet: string, text: string }}
 */
export function toText(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const order = counts.map((_, byte) => byte).sort((a, b) => counts[b] - counts[a] || a - b);
  const singles = characters.length - leads;
  const codes = new Array(256);
  order.forEach((byte, i) => {
    const pair = i - singles;
    codes[byte] =
      pair < 0
        ? characters[leads + i]
        : characters[Math.floor(pair / characters.length)] + characters[pair % characters.length];
  });
  return { alphabet: Buffer.from(order).toString('hex'), text: Array.from(bytes, (byte) => codes[byte]).join('') };
}

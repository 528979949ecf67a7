/** Unicode has the code points 0 … 0x10FFFF. */
export const CODE_POINTS = 0x110000;

/** Code points of the halves of surrogate pairs: alone they are not characters, and no UTF-8 file can hold them. */
export function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff;
}

/** Calls `visit` with every code point of `text`, surrogate pairs whole and lone surrogates as they are. */
export function forEachCodePoint(text: string, visit: (codePoint: number) => void): void {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (!isSurrogate(unit)) visit(unit);
    else {
      const whole = text.codePointAt(i) as number;
      visit(whole);
      if (whole > 0xffff) i++;
    }
  }
}

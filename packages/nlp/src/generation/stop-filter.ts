/**
 * Lets text through up to the first stop string. Text that may be the beginning of one is held back until that is decided.
 *
 * @example
 * const filter = new StopFilter(['\n\n']);
 * filter.push('end.\n') // => 'end.'
 * filter.push('\nNext') // => ''
 * filter.stopped // => true
 */
export class StopFilter {
  readonly #stops: readonly string[];
  #held = '';
  /** Whether a stop string has come; nothing is let through any more. */
  stopped = false;

  constructor(stops: readonly string[]) {
    if (stops.some((stop) => stop === ''))
      throw new RangeError('an empty stop string would stop before the first token');
    this.#stops = stops;
  }

  /** What has become certain with this piece. */
  push(piece: string): string {
    if (this.stopped) return '';
    const text = this.#held + piece;
    const found = this.#stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
    this.stopped = found.length > 0;
    const certain = this.stopped ? Math.min(...found) : text.length - this.#undecided(text);
    this.#held = this.stopped ? '' : text.slice(certain);
    return text.slice(0, certain);
  }

  /** What was held back, when no more text comes. */
  flush(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  /** Length of the longest end of `text` with which a stop string begins. */
  #undecided(text: string): number {
    let longest = 0;
    for (const stop of this.#stops) {
      for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
        if (text.endsWith(stop.slice(0, length))) longest = length;
      }
    }
    return longest;
  }
}

import { IndexError } from '@ml/tensor';
import { CODE_POINTS, forEachCodePoint, isSurrogate } from './code-points.ts';
import type { Tokenizer } from './tokenizer.ts';
import { readVocabulary, UNKNOWN_TOKEN, writeVocabulary } from './tokenizer-json.ts';

export interface CharTokenizerOptions {
  /** Reserve id 0, `<unk>`, for characters outside the vocabulary; default true. Without it `encode` leaves them out. */
  readonly unknown?: boolean;
}

/** What an unknown character is decoded as. */
const REPLACEMENT = '\ufffd';
/** `decode` joins this many characters at a time: an array of all of them would take ten times the text. */
const CHUNK = 1 << 14;

/**
 * One id per character of a text, in the order of their code points.
 *
 * A character is a Unicode code point, so an emoji outside the first 65,536 is one id and never half of one. Characters
 * that the text did not have become `<unk>` and come back as U+FFFD. Half a surrogate pair is not a character: it is
 * never learned and always unknown.
 *
 * @example
 * const tokenizer = CharTokenizer.train('hello 🙂');
 * tokenizer.encode('hole 🙂') // => Int32Array [3, 5, 4, 2, 1, 6]
 * tokenizer.decode(tokenizer.encode('hole 🙂')) // => 'hole 🙂'
 * tokenizer.decode(tokenizer.encode('help')) // => 'hel\ufffd'
 */
export class CharTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly unknownId: number | null;
  /** Code point by id; −1 is `<unk>`. */
  readonly #codePoints: Int32Array;
  /** Text by id. */
  readonly #characters: readonly string[];
  /** Id by code point; −1 for those not in the vocabulary. As long as the largest code point needs. */
  readonly #ids: Int32Array;

  private constructor(codePoints: Int32Array) {
    this.#codePoints = codePoints;
    this.vocabSize = codePoints.length;
    const unknown = codePoints.indexOf(-1);
    this.unknownId = unknown < 0 ? null : unknown;
    this.#characters = Array.from(codePoints, (point) => (point < 0 ? REPLACEMENT : String.fromCodePoint(point)));
    this.#ids = new Int32Array(codePoints.reduce((most, point) => Math.max(most, point), -1) + 1).fill(-1);
    for (const [id, point] of codePoints.entries()) if (point >= 0) this.#ids[point] = id;
  }

  /**
   * The tokenizer of all characters in a text.
   *
   * @complexity O(length of the text)
   * @example
   * CharTokenizer.train('banana', { unknown: false }).encode('ban') // => Int32Array [1, 0, 2]
   */
  static train(text: string, { unknown = true }: CharTokenizerOptions = {}): CharTokenizer {
    const seen = new Uint8Array(CODE_POINTS);
    forEachCodePoint(text, (point) => {
      seen[point] = 1;
    });
    const found: number[] = unknown ? [-1] : [];
    for (let point = 0; point < CODE_POINTS; point++) if (seen[point] === 1 && !isSurrogate(point)) found.push(point);
    return new CharTokenizer(Int32Array.from(found));
  }

  /** The ids of a text, one per character. Never fails. */
  encode(text: string): Int32Array {
    const out = new Int32Array(text.length);
    const ids = this.#ids;
    const unknown = this.unknownId;
    let length = 0;
    forEachCodePoint(text, (point) => {
      const id = point < ids.length ? ids[point] : -1;
      if (id >= 0) out[length++] = id;
      else if (unknown !== null) out[length++] = unknown;
    });
    return length === out.length ? out : out.slice(0, length);
  }

  /** @throws {IndexError} when an id is not in 0 … vocabSize − 1 */
  decode(ids: Iterable<number>): string {
    const characters = this.#characters;
    let text = '';
    let part: string[] = [];
    for (const id of ids) {
      const character = characters[id];
      if (character === undefined) throw new IndexError(`decode: id ${id} is not in a vocabulary of ${this.vocabSize}`);
      part.push(character);
      if (part.length === CHUNK) {
        text += part.join('');
        part = [];
      }
    }
    return text + part.join('');
  }

  /** Whether every character of `text` is in the vocabulary. */
  covers(text: string): boolean {
    let known = true;
    forEachCodePoint(text, (point) => {
      if (point >= this.#ids.length || this.#ids[point] < 0) known = false;
    });
    return known;
  }

  /**
   * The content of a Hugging Face `tokenizer.json`: BPE without merges, which is a character tokenizer. Its readers give
   * the same ids; they decode an unknown character as `<unk>`.
   */
  toJSON(): object {
    return writeVocabulary(Array.from(this.#codePoints, (p) => (p < 0 ? UNKNOWN_TOKEN : String.fromCodePoint(p))));
  }

  /**
   * The tokenizer that `toJSON` wrote.
   *
   * @param json parsed `tokenizer.json`; anything is refused that is not a character tokenizer
   * @throws {TokenizerFormatError} saying what is wrong with it
   * @example
   * CharTokenizer.fromJSON(JSON.parse(JSON.stringify(CharTokenizer.train('ab')))).encode('b') // => Int32Array [2]
   */
  static fromJSON(json: unknown): CharTokenizer {
    return new CharTokenizer(readVocabulary(json));
  }
}

/** Text to numbers and back, as models and `generate` need it. */
export interface Tokenizer {
  /** Number of ids: 0 … vocabSize − 1. */
  readonly vocabSize: number;
  /** The id that stands for what the vocabulary lacks, where there is one. A model should never write it. */
  readonly unknownId: number | null;
  encode(text: string): Int32Array;
  decode(ids: Iterable<number>): string;
}

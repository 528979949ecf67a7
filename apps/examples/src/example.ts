import type { Rng } from '@ml/tensor';

export interface ExampleOptions {
  /** Draws everything: data, initial weights, noise. */
  readonly rng: Rng;
  /** Share of the usual number of steps: a test is content with less. */
  readonly effort: number;
  /** Told how it goes. */
  readonly log: (line: string) => void;
}

/** What came out: numbers by name, and pictures as PNG or SVG files by name. */
export interface ExampleResult {
  readonly numbers: Readonly<Record<string, number>>;
  readonly pictures: Readonly<Record<string, Uint8Array>>;
}

export interface Example {
  /** One line for the list. */
  readonly about: string;
  readonly run: (options: ExampleOptions) => Promise<ExampleResult>;
}

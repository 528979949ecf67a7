import { Rng } from '@ml/tensor';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import type { ExampleResult } from './example.ts';
import { examples } from './examples.ts';

/** What each must have learned with so much effort. */
const expected: Readonly<Record<string, { effort: number; learned: (result: ExampleResult) => void }>> = {
  // Always the same answer has an error of 1/6.
  adding: { effort: 0.5, learned: ({ numbers }) => expect(numbers.error).toBeLessThan(0.01) },
  autoencoder: {
    effort: 0.1,
    learned: ({ numbers, pictures }) => {
      // Principal components of the same number leave 0.0168.
      expect(numbers.error).toBeLessThan(0.0145);
      expect(sizeOf(pictures['autoencoder.png'])).toEqual({ width: 930, height: 118 });
    },
  },
  spiral: {
    effort: 0.5,
    learned: ({ numbers, pictures }) => {
      expect(numbers.accuracy).toBeGreaterThan(0.97);
      expect(sizeOf(pictures['spiral.png'])).toEqual({ width: 128, height: 128 });
    },
  },
  dcgan: {
    effort: 0.25,
    learned: ({ numbers, pictures }) => {
      expect(numbers.judge).toBeGreaterThan(0.96);
      expect(numbers.classes).toBe(10);
      expect(numbers.entropy).toBeGreaterThan(1.9);
      expect(numbers.confidence).toBeGreaterThan(0.65);
      expect(sizeOf(pictures['dcgan.png'])).toEqual({ width: 930, height: 466 });
    },
  },
  ddpm: {
    effort: 0.08,
    learned: ({ numbers, pictures }) => {
      expect(numbers.judge).toBeGreaterThan(0.955);
      expect(numbers.loss).toBeLessThan(0.13);
      expect(numbers.classes).toBe(10);
      expect(numbers.entropy).toBeGreaterThan(1.8);
      expect(numbers.confidence).toBeGreaterThan(0.6);
      expect(sizeOf(pictures['ddpm.png'])).toEqual({ width: 482, height: 242 });
      expect(sizeOf(pictures['ddpm-steps.png'])).toEqual({ width: 482, height: 242 });
    },
  },
  vae: {
    effort: 0.1,
    learned: ({ numbers, pictures }) => {
      expect(numbers.judge).toBeGreaterThan(0.96);
      expect(numbers.negativeElbo).toBeLessThan(119);
      expect(numbers.classes).toBe(10);
      expect(numbers.entropy).toBeGreaterThan(2.1);
      expect(numbers.confidence).toBeGreaterThan(0.65);
      expect(sizeOf(pictures['vae-reconstructions.png'])).toEqual({ width: 930, height: 118 });
      expect(sizeOf(pictures['vae-samples.png'])).toEqual({ width: 930, height: 466 });
    },
  },
  penguins: {
    effort: 1,
    learned: ({ numbers, pictures }) => {
      expect(numbers.accuracy).toBeGreaterThan(0.93);
      expect(numbers.agreement).toBeGreaterThan(0.6);
      expect(new TextDecoder().decode(pictures['penguins.svg'])).toContain('flipper_length_mm ≤ 206.5');
      expect(new TextDecoder().decode(pictures['penguins-dendrogram.svg'])).toContain('Gentoo');
    },
  },
  reversal: { effort: 0.5, learned: ({ numbers }) => expect(numbers.accuracy).toBeGreaterThan(0.99) },
  writer: {
    effort: 0.2,
    learned: ({ numbers }) => {
      expect(numbers.bits).toBeLessThan(numbers.bitsOfPairs - 0.4);
      expect(numbers.real).toBeGreaterThan(0.6);
    },
  },
};

function sizeOf(picture: Uint8Array): { width: number; height: number } {
  const { width, height } = PNG.sync.read(Buffer.from(picture));
  return { width, height };
}

test('every example is tried', () => {
  expect(Object.keys(expected).sort()).toEqual(Object.keys(examples).sort());
});

test.each(Object.entries(expected))('%s learns', { timeout: 180_000 }, async (name, { effort, learned }) => {
  const lines: string[] = [];
  const result = await examples[name].run({ rng: new Rng(1), effort, log: (line) => lines.push(line) });
  learned(result);
  expect(lines.length).toBeGreaterThanOrEqual(9);
});

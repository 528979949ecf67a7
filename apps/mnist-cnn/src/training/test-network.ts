import type { ImageDataset } from '@ml/cv/datasets';
import { confusionMatrix, crossEntropy, DataLoader, evaluate, type Metric, meanLoss, Subset } from '@ml/nn';
import { softmax, type Tensor, toTypedArray } from '@ml/tensor';
import { pixelsOf } from '../digits/digit-at.ts';
import { toShades } from '../digits/pixels.ts';
import type { DigitNet } from '../model/digit-net.ts';

/** How a network does on digits, as a type that measurements have. */
export type TestResult = {
  /** Mean cross-entropy. */
  readonly loss: number;
  readonly accuracy: number;
  /** Rows are what the digits are, columns what they were taken for. */
  readonly confusion: readonly (readonly number[])[];
};

/** A digit that was taken for another. */
export interface Mistake {
  /** Its place among the test digits. */
  readonly index: number;
  readonly truth: number;
  readonly predicted: number;
  /** Of what it was taken for. */
  readonly probability: number;
  /** `toShades` of the picture. */
  readonly shades: string;
}

const CLASSES = 10;
/** As many as go through the convolutions at once without much memory. */
const BATCH = 250;

/** The first `limit` test digits through the network: what it makes of them, and `most` of its mistakes, the surest first. */
export async function testNetwork(
  network: DigitNet,
  digits: ImageDataset,
  { limit, most }: { readonly limit: number; readonly most: number },
): Promise<{ readonly result: TestResult; readonly mistakes: readonly Mistake[] }> {
  const first = Int32Array.from({ length: Math.min(limit, digits.length) }, (_, i) => i);
  const batches = new DataLoader(new Subset(digits.normalized(), first), { batchSize: BATCH });
  const { wrong, ...measured } = await evaluate(network, batches, {
    metrics: { loss: meanLoss(crossEntropy), confusion: confusionMatrix(CLASSES), wrong: wrongAnswers },
  });
  const right = measured.confusion.reduce((sum, row, digit) => sum + row[digit], 0);
  const surest = wrong.toSorted((a, b) => b[3] - a[3]).slice(0, most);
  return {
    result: { ...measured, accuracy: right / first.length },
    mistakes: surest.map(([index, truth, predicted, probability]) => ({
      index,
      truth,
      predicted,
      probability,
      shades: toShades(pixelsOf(digits, index)),
    })),
  };
}

/** Of every digit that was taken for another: its place, what it is, what it was taken for, and how surely. */
const wrongAnswers: Metric<readonly (readonly number[])[]> = {
  start() {
    const rows: number[][] = [];
    let seen = 0;
    return {
      add(logits: Tensor, targets: Tensor) {
        const probabilities = toTypedArray(softmax(logits, -1));
        for (const [i, truth] of toTypedArray(targets).entries()) {
          const row = probabilities.subarray(i * CLASSES, (i + 1) * CLASSES) as Float32Array;
          const predicted = row.indexOf(Math.max(...row));
          if (predicted !== truth) rows.push([seen + i, truth, predicted, row[predicted]]);
        }
        seen += targets.size;
      },
      value: () => rows,
    };
  },
};

import type { ImageDataset } from '@ml/cv/datasets';
import { tidy, toTypedArray } from '@ml/tensor';
import type { Pixels } from './pixels.ts';

/** Picture number `index` of a data set. */
export function pixelsOf(digits: ImageDataset, index: number): Pixels {
  return tidy(() => Uint8Array.from(toTypedArray(digits.get(index).inputs)));
}

/** Which digit it is. */
export function labelOf(digits: ImageDataset, index: number): number {
  return tidy(() => digits.get(index).targets.item());
}

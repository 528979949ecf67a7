import { keep, type Tensor, tidy } from '@ml/tensor';
import { parseIdx } from '../idx/parse-idx.ts';
import { ImageDataset, type Normalization } from './image-dataset.ts';

export interface ImageFacts {
  readonly classes: readonly string[];
  readonly normalization: Normalization;
}

/** Images [N, H, W] and labels [N] in two IDX files, as a data set of one channel. */
export function idxImages(
  images: Uint8Array,
  labels: Uint8Array,
  { classes, normalization }: ImageFacts,
): ImageDataset {
  return tidy(() => {
    const pixels = parseIdx(images);
    const [N, H, W] = pixels.shape;
    const inputs = keep(pixels.reshape([N, 1, H, W]) as Tensor);
    const targets = keep(parseIdx(labels).astype('int32') as Tensor);
    return new ImageDataset(inputs, targets, classes, normalization);
  });
}

// The table of contents of @ml/cv/datasets: data that comes from files and the network.
export { type Attempt, DataFileError, DataUnavailableError } from './datasets/data-errors.ts';
export { ImageDataset, type ImageRows, type Normalization, type NormalizedImages } from './datasets/image-dataset.ts';
export { mnist, type SplitOptions } from './datasets/mnist.ts';
export type { DataEvent, DataOptions } from './datasets/recipe.ts';

// The table of contents of @ml/cv/datasets: data that comes from files and the network.
export { cifar10 } from './datasets/cifar10.ts';
export { type Attempt, DataFileError, DataUnavailableError } from './datasets/data-errors.ts';
export { type FashionMnistOptions, fashionMnist } from './datasets/fashion-mnist.ts';
export { ImageDataset, type ImageRows, type Normalization, type NormalizedImages } from './datasets/image-dataset.ts';
export { mnist, type SplitOptions } from './datasets/mnist.ts';
export type { DataEvent, DataOptions } from './datasets/recipe.ts';

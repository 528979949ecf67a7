import { MapDataset, TensorDataset } from '@ml/nn';
import { div, formatShape, max, min, ShapeError, sub, type Tensor, tensor, tidy } from '@ml/tensor';
import { DataFileError } from './data-errors.ts';

/** One image and its class, or a batch of them. */
export interface ImageRows {
  /** [C, H, W] or [B, C, H, W] */
  inputs: Tensor;
  /** [] or [B], int32 */
  targets: Tensor;
}

/** What `normalized` takes from pixels in [0, 1], one number for all channels or one for each. */
export interface Normalization {
  readonly mean: number | readonly number[];
  readonly std: number | readonly number[];
}

/** Images and their classes, normalised as they are asked for. */
export type NormalizedImages = MapDataset<ImageRows, ImageRows, ImageRows, ImageRows>;

/**
 * Images with one class each.
 *
 * @shape images [N, C, H, W] uint8, labels [N] int32 in 0 … classes − 1
 * @throws {ShapeError} when the shapes do not fit
 * @throws {DataFileError} when a label is none of the classes
 */
export class ImageDataset extends TensorDataset<{ readonly inputs: Tensor; readonly targets: Tensor }> {
  /** What class k is called. */
  readonly classes: readonly string[];
  /** Mean and standard deviation of the training images, as everybody uses them. */
  readonly normalization: Normalization;

  constructor(images: Tensor, labels: Tensor, classes: readonly string[], normalization: Normalization) {
    const [N] = images.shape;
    if (images.rank !== 4 || labels.rank !== 1 || labels.shape[0] !== N) {
      const problem = 'expected images [N, C, H, W] and labels [N]';
      throw new ShapeError({ op: 'ImageDataset', problem, shapes: [images.shape, labels.shape] });
    }
    if (N > 0) {
      const [least, most] = tidy(() => [(min(labels) as Tensor).item(), (max(labels) as Tensor).item()]);
      if (least < 0 || most >= classes.length)
        throw new DataFileError(`labels run from ${least} to ${most}, but there are ${classes.length} classes`);
    }
    super({ inputs: images, targets: labels });
    this.classes = classes;
    this.normalization = normalization;
  }

  /** [N, C, H, W] uint8 */
  get images(): Tensor {
    return this.tensors.inputs;
  }

  /** [N] int32 */
  get labels(): Tensor {
    return this.tensors.targets;
  }

  /**
   * The same with float32 images, (x/255 − mean) / std: every batch when it is asked for, so that memory holds bytes.
   *
   * @reference torchvision.transforms.ToTensor and Normalize, in their order of operations, bit for bit
   */
  normalized(normalization: Normalization = this.normalization): NormalizedImages {
    const transform = ({ inputs, targets }: ImageRows): ImageRows => ({
      inputs: normalize(inputs, normalization),
      targets,
    });
    return new MapDataset<ImageRows, ImageRows, ImageRows, ImageRows>(this, transform, { batched: transform });
  }

  override toString(): string {
    return `ImageDataset(${formatShape(this.images.shape)}, ${this.classes.length} classes)`;
  }
}

function normalize(images: Tensor, { mean, std }: Normalization): Tensor {
  return tidy(() => {
    const unit = div(images.astype('float32'), 255) as Tensor;
    return div(sub(unit, perChannel(mean)) as Tensor, perChannel(std)) as Tensor;
  });
}

/** One number for each channel lies along the axis before rows and columns. */
function perChannel(values: number | readonly number[]): number | Tensor {
  return typeof values === 'number' ? values : (tensor(values as number[]).reshape([values.length, 1, 1]) as Tensor);
}

import { Conv2d, crossEntropy, Dropout, Linear, Module } from '@ml/nn';
import { type Rng, relu, reshape, type Tensor } from '@ml/tensor';
import { maxPool2d } from '@ml/tensor/layers';

/** The side of the square pictures it reads. */
export const SIDE = 28;

/**
 * The network of PyTorch's MNIST example, under its names: two convolutions, one pooling, two dense layers, 1.2 million
 * parameters. A file of its weights opens there with `load_state_dict`.
 *
 * @reference https://github.com/pytorch/examples/blob/main/mnist/main.py
 */
export class DigitNet extends Module {
  readonly dropoutRng: Rng;
  readonly conv1: Conv2d<1, 32>;
  readonly conv2: Conv2d<32, 64>;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly fc1: Linear<9216, 128>;
  readonly fc2: Linear<128, 10>;

  /**
   * @param rng draws the weights
   * @param dropoutRng draws what is dropped while training
   */
  constructor(rng: Rng, dropoutRng: Rng) {
    super();
    this.dropoutRng = dropoutRng;
    this.conv1 = new Conv2d(1, 32, 3, { rng });
    this.conv2 = new Conv2d(32, 64, 3, { rng });
    this.dropout1 = new Dropout(0.25, { rng: dropoutRng });
    this.dropout2 = new Dropout(0.5, { rng: dropoutRng });
    this.fc1 = new Linear(9216, 128, { rng });
    this.fc2 = new Linear(128, 10, { rng });
  }

  /** Logits of the ten digits. @shape images [B, 1, 28, 28] → [B, 10] */
  forward(images: Tensor): Tensor {
    const maps = relu(this.conv2.forward(relu(this.conv1.forward(images)))); // [B, 64, 24, 24]
    const pooled = this.dropout1.forward(maxPool2d(maps, 2)); // [B, 64, 12, 12]
    const hidden = relu(this.fc1.forward(reshape(pooled, [images.shape[0], 9216]))); // [B, 128]
    return this.fc2.forward(this.dropout2.forward(hidden)) as Tensor;
  }

  /** Mean cross-entropy of a batch. @shape images [B, 1, 28, 28], digits [B] → [] */
  loss(images: Tensor, digits: Tensor): Tensor {
    return crossEntropy(this.forward(images), digits);
  }
}

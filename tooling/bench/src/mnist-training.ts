import { AdamW, Conv2d, crossEntropy, Dropout, Flatten, Linear, MaxPool2d, ReLU, Sequential, trainStep } from '@ml/nn';
import { Rng, randint, randn, type Tensor } from '@ml/tensor';

export interface MnistTraining {
  readonly parameters: number;
  /** One update from a batch of random images; returns its loss. */
  step(): number;
}

/** The network of PyTorch's MNIST example, trained with AdamW. */
export function mnistTraining(batch: number): MnistTraining {
  const rng = new Rng(1);
  const model = new Sequential(
    new Conv2d(1, 32, 3, { rng }),
    new ReLU(),
    new Conv2d(32, 64, 3, { rng }),
    new ReLU(),
    new MaxPool2d(2),
    new Dropout(0.25, { rng }),
    new Flatten(),
    new Linear(9216, 128, { rng }),
    new ReLU(),
    new Dropout(0.5, { rng }),
    new Linear(128, 10, { rng }),
  );
  const optimizer = new AdamW(model.parameters(), { lr: 1e-3 });
  const data = {
    next: () => ({
      inputs: randn([batch, 1, 28, 28], { rng }) as Tensor,
      targets: randint(0, 10, [batch], { rng }) as Tensor,
    }),
    getState: () => null,
    setState: () => undefined,
  };
  let steps = 0;
  return {
    parameters: model.parameterCount(),
    step: () =>
      trainStep(model, data, steps++, {
        loss: (net, { inputs, targets }) => crossEntropy(net.forward(inputs) as Tensor, targets),
        optimizer,
      }).loss,
  };
}

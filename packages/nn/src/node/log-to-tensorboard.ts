import type { AnyTrainEvent } from '../train/train-event.ts';
import type { SummaryWriter } from './summary-writer.ts';

/**
 * A callback of `train` that draws a run in TensorBoard: the loss, learning rate, gradient norm and speed of every step, the
 * numbers of every evaluation under their names, and the loss of every epoch. It closes the writer at the end.
 *
 * @example
 * import { SummaryWriter } from '@ml/nn/node';
 * const writer = new SummaryWriter(`${process.getBuiltinModule('node:os').tmpdir()}/example-runs`);
 * const callbacks = [logToTensorboard(writer)];
 * callbacks.length // => 1
 */
export function logToTensorboard(writer: SummaryWriter): (event: AnyTrainEvent) => void {
  return (event) => {
    const { step } = event;
    switch (event.type) {
      case 'step':
        writer.addScalar('train/loss', event.loss, step);
        writer.addScalar('train/learningRate', event.learningRate, step);
        writer.addScalar('train/gradNorm', event.gradNorm, step);
        writer.addScalar('train/itemsPerSecond', event.items / event.seconds, step);
        return;
      case 'eval':
        for (const [name, value] of Object.entries(event))
          if (typeof value === 'number' && name !== 'step') writer.addScalar(`eval/${name}`, value, step);
        writer.flush();
        return;
      case 'epoch':
        writer.addScalar('epoch/loss', event.loss, event.epoch);
        writer.flush();
        return;
      case 'end':
        writer.close();
    }
  };
}

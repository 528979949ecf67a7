import type { ImageDataset } from '@ml/cv/datasets';
import { mnist } from '@ml/cv/datasets';
import { formatBytes } from '@ml/terminal';

/** The half of MNIST that is trained on, or the half that no training sees. */
export type Half = 'train' | 'test';

/**
 * The digits: from the package that is installed with this program, else from where `mnist` looks next. A download says on
 * standard error how far it has come, where somebody watches.
 *
 * @throws {DataUnavailableError} when they are nowhere to be had
 */
export async function loadDigits(half: Half): Promise<ImageDataset> {
  let shown = false;
  const digits = await mnist({
    train: half === 'train',
    from: import.meta.url,
    onProgress: ({ source, bytes, total }) => {
      if (process.stderr.isTTY !== true) return;
      shown = true;
      process.stderr.write(`\r${source}: ${formatBytes(bytes)} of ${formatBytes(total)}\u001b[K`);
    },
  });
  if (shown) process.stderr.write('\n');
  return digits;
}

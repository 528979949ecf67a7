import { asUserError, formatPercent, lineText } from '@ml/terminal';
import type { Command } from 'commander';
import { digitBlocks, sideBySide } from '../dashboard/digit-blocks.ts';
import { probabilityBars } from '../dashboard/probability-bars.ts';
import type { Pixels } from '../digits/pixels.ts';
import { classProbabilities, likeliest } from '../model/class-probabilities.ts';
import { DEFAULT_RUN, names } from '../names.ts';
import { inkOf } from '../picture/ink-of.ts';
import { mnistPixels } from '../picture/mnist-pixels.ts';
import { PictureError } from '../picture/picture-error.ts';
import { readPicture } from '../picture/read-picture.ts';
import { openNetwork } from '../run/open-network.ts';

interface PredictOptions {
  readonly model: string;
  readonly json?: boolean;
}

export function addPredictCommand(program: Command): void {
  program
    .command('predict')
    .description('read digits from pictures: PNG or JPEG, of any size, dark on light or light on dark')
    .argument('<pictures...>', 'files with one digit each')
    .option('--model <run>', "a run's folder, or a checkpoint in it", DEFAULT_RUN)
    .option('--json', 'one JSON object per picture')
    .action(async (paths: readonly string[], { model, json = false }: PredictOptions) => {
      const { network } = await openNetwork(model);
      for (const path of paths) {
        try {
          const pixels = digitIn(path);
          const [probabilities] = classProbabilities(network, [pixels]);
          const prediction = likeliest(probabilities);
          process.stdout.write(
            json
              ? `${JSON.stringify({ path, prediction, probabilities })}\n`
              : `${path}: ${prediction} (${formatPercent(probabilities[prediction], 1)})\n${drawn(pixels, probabilities)}\n`,
          );
        } catch (error) {
          // One picture that cannot be read keeps nobody from the others.
          const expected = asUserError(error);
          if (expected === null) throw error;
          process.stderr.write(`${names.name}: ${expected.message}\n`);
          process.exitCode = expected.exitCode;
        }
      }
    });
}

function digitIn(path: string): Pixels {
  const ink = inkOf(readPicture(path));
  const pixels = ink === null ? null : mnistPixels(ink);
  if (pixels === null) throw new PictureError(path, 'has no digit on it: all of it has one shade');
  return pixels;
}

/** The digit as the network sees it, and its probabilities beside it. */
function drawn(pixels: Pixels, probabilities: readonly number[]): string {
  const lines = sideBySide([digitBlocks(pixels), probabilityBars(probabilities, 48)], 14, 3);
  return lines.map((line) => `${lineText(line).trimEnd()}\n`).join('');
}

import { writeAtomically } from '@ml/nn/node';
import { UserError } from '../errors/user-error.ts';
import type { Curve } from './curve.ts';
import { reasonOf, runFiles } from './run-folder.ts';

/**
 * Writes `report.md` and `curve.svg` beside the checkpoint.
 *
 * @returns the report's path
 * @throws {UserError} when the folder cannot be written
 */
export async function writeReport(folder: string, markdown: string, curve: Curve): Promise<string> {
  const files = runFiles(folder);
  const { curveSvg } = await import('./curve-svg.ts'); // half a second of libraries that nothing else needs
  const encoder = new TextEncoder();
  try {
    await writeAtomically(files.curve, encoder.encode(curveSvg(curve)));
    await writeAtomically(files.report, encoder.encode(markdown));
  } catch (error) {
    throw new UserError(`cannot write ${files.report}: ${reasonOf(error)}`, { cause: error });
  }
  return files.report;
}

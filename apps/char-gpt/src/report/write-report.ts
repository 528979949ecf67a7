import { basename } from 'node:path';
import { writeAtomically } from '@ml/nn/node';
import { reasonOf, runFiles } from '../run/run-folder.ts';
import { UserError } from '../user-error.ts';
import { describeMachine } from './machine.ts';
import type { ReportContent } from './report-content.ts';
import { reportMarkdown } from './report-markdown.ts';

/**
 * Writes `report.md` and `curve.svg` beside the checkpoint.
 *
 * @returns the report's path
 * @throws {UserError} when the folder cannot be written
 */
export async function writeReport(folder: string, content: ReportContent): Promise<string> {
  const { report, curve } = runFiles(folder);
  const { curveSvg } = await import('./curve-svg.ts'); // half a second of libraries that nothing else needs
  const encoder = new TextEncoder();
  try {
    await writeAtomically(curve, encoder.encode(curveSvg(content.facts.history)));
    await writeAtomically(report, encoder.encode(reportMarkdown(content, describeMachine(), basename(curve))));
  } catch (error) {
    throw new UserError(`cannot write ${report}: ${reasonOf(error)}`, { cause: error });
  }
  return report;
}

import { UserError } from '@ml/terminal';

/** A picture that cannot be read, or has no digit in it. */
export class PictureError extends UserError {
  constructor(path: string, problem: string, cause?: unknown) {
    super(`${path}: ${problem}`, { cause });
  }
}

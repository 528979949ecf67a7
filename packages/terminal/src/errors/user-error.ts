/**
 * Something the user can mend: printed as one line without a stack, and the program ends with `exitCode`.
 * Every other error is a defect of ours and says so.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly exitCode: number;

  constructor(message: string, { exitCode = 1, cause }: { exitCode?: number; cause?: unknown } = {}) {
    super(message, cause === undefined ? {} : { cause });
    this.exitCode = exitCode;
  }
}

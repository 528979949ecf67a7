import { UserError } from './user-error.ts';

/** Errors of the libraries that a file, a flag or the machine causes, and whose message says all there is to know. */
const EXPECTED = new Set([
  'CheckpointError',
  'ConfigError',
  'DataFileError',
  'DataUnavailableError',
  'IdxError',
  'LogitsError',
  'OutOfMemoryError',
  'StateDictError',
  'TokenizerFormatError',
  'TrainingError',
]);

/** The error as the user's affair, or null when it is ours. */
export function asUserError(error: unknown): UserError | null {
  if (error instanceof UserError) return error;
  if (error instanceof Error && EXPECTED.has(error.name))
    return new UserError(oneLine(error.message), { cause: error });
  return null;
}

export function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, '; ');
}

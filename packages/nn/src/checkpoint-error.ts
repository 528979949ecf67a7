/** A file is not a checkpoint this version can read; the message is one line and says why. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

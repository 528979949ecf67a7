/** Training cannot go on; the message names the step. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
}

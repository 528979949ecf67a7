/** What was asked for on the command line; `npm run bench` hands it on as one JSON argument. */
export interface BenchOptions {
  /** Little time for each measurement: shows that everything runs, says nothing of speed, and is not published. */
  readonly quick: boolean;
  /** Absolute path of a JSON file that gets all tables too. */
  readonly json: string | null;
  /** Training steps of the memory benchmark. */
  readonly steps: number;
}

export function readOptions(json: string | undefined): BenchOptions {
  const given: Partial<BenchOptions> = json === undefined ? {} : JSON.parse(json);
  const quick = given.quick ?? false;
  return { quick, json: given.json ?? null, steps: given.steps ?? (quick ? 40 : 2000) };
}

/** Benchmark files run as programs; a test that imports one of their parts has other arguments, and wants the defaults. */
export const options = readOptions(process.argv[2]?.startsWith('{') ? process.argv[2] : undefined);

import { type Command, CommanderError } from 'commander';
import { asUserError } from '../errors/expected-error.ts';

/** Runs a program on the words it was called with, and sets the exit code. */
export async function runProgram(create: () => Command): Promise<void> {
  // Whoever reads our output may stop reading: `char-gpt sample | head -3` is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const program = create();
  try {
    await program.parseAsync(withoutStart(program, process.argv));
  } catch (error) {
    process.exitCode = report(program.name(), error);
  }
}

/** `npm start -- train …` arrives as `start train …`: the second word is what is meant. */
function withoutStart({ commands }: Command, argv: readonly string[]): string[] {
  const [node, script, first, second, ...rest] = argv;
  const meant = first === 'start' && commands.some((command) => command.name() === second);
  return meant ? [node, script, second, ...rest] : [...argv];
}

/** One line for what the user can mend, a request for a report for the rest; stacks on demand. */
function report(name: string, error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const debug = (process.env.ML_DEBUG ?? '') !== '';
  const expected = asUserError(error);
  if (expected !== null) {
    process.stderr.write(`${name}: ${expected.message}\n`);
    if (debug) console.error(expected.cause ?? expected.stack);
    return expected.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${name}: a defect of this program: ${message} (ML_DEBUG=1 shows where)\n`);
  if (debug) console.error(error);
  return 1;
}

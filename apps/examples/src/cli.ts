import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Rng } from '@ml/tensor';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { examples } from './examples.ts';

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 100)) throw new InvalidArgumentError('a number above 0, at most 100');
  return value;
}

function seedOf(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number from 0');
  return value;
}

const list = Object.entries(examples).map(([name, { about }]) => `  ${name.padEnd(14)} ${about}`);

await new Command('npm run example --')
  .description('Trains one small model and shows what it learned.')
  .addArgument(new Argument('<name>', 'which one').choices(Object.keys(examples)))
  .option('--effort <share>', 'share of the usual number of steps', positive, 1)
  .option('--seed <number>', 'draws data, weights and noise', seedOf, 0)
  .option('--out <folder>', 'where pictures go', 'pictures')
  .addHelpText('after', `\nExamples:\n${list.join('\n')}`)
  .action(async (name: string, { effort, seed, out }: { effort: number; seed: number; out: string }) => {
    console.log(`${name}: ${examples[name].about}`);
    const began = performance.now();
    const { numbers, pictures } = await examples[name].run({ rng: new Rng(seed), effort, log: console.log });
    const figures = Object.entries(numbers).map(([what, value]) => `${what} ${Number(value.toPrecision(4))}`);
    console.log(`${figures.join(' · ')} · ${((performance.now() - began) / 1000).toFixed(1)} s`);
    // npm runs scripts in the project's folder; paths are meant from where it was called.
    const folder = resolve(process.env.INIT_CWD ?? process.cwd(), out);
    for (const [file, bytes] of Object.entries(pictures)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, file), bytes);
      console.log(`wrote ${join(folder, file)}`);
    }
  })
  .parseAsync();

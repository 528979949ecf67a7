import { generate } from '@ml/nlp';
import { wholeNumber } from '@ml/terminal';
import type { Command } from 'commander';
import { printable } from '../chat/write-reply.ts';
import { addModelFlag, addSamplingFlags, freshSeed, type SamplingFlags } from '../options/model-flags.ts';
import { openModel } from '../run/open-model.ts';

interface SampleOptions extends SamplingFlags {
  readonly model: string;
  readonly prompt: string;
  readonly tokens: number;
  readonly stop: readonly string[];
}

export function addSampleCommand(program: Command): void {
  const command = program.command('sample').description('let a trained model write');
  addSamplingFlags(addModelFlag(command))
    .option('--prompt <text>', 'what to continue; \\n is a line end', unescapeLineEnds, '\n')
    .option('--tokens <n>', 'characters to write', wholeNumber({ min: 1 }), 500)
    .option('--stop <text>', 'end before this text (may be given again)', collect, [])
    .action(async ({ model: folder, prompt, tokens, stop, ...sampling }: SampleOptions) => {
      const { model, tokenizer } = await openModel(folder);
      const { temperature, topK, topP, seed = freshSeed() } = sampling;
      const pieces = generate(model, tokenizer, prompt, { maxTokens: tokens, temperature, topK, topP, seed, stop });
      const out = process.stdout;
      const clean = out.isTTY ? printable : (text: string) => text;
      out.write(clean(prompt.replace(/^\n/, '')));
      for await (const piece of pieces) out.write(clean(piece));
      out.write('\n');
    });
}

function unescapeLineEnds(text: string): string {
  return text.replaceAll('\\n', '\n');
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, unescapeLineEnds(text)];
}

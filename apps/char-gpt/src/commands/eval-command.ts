import { evaluateText } from '@ml/nlp';
import { formatCount, UserError } from '@ml/terminal';
import type { Command } from 'commander';
import { loadData } from '../corpus/load-data.ts';
import { addModelFlag } from '../options/model-flags.ts';
import { openModel } from '../run/open-model.ts';

interface EvalOptions {
  readonly model: string;
  readonly data?: string;
  readonly json?: boolean;
}

export function addEvalCommand(program: Command): void {
  addModelFlag(program.command('eval').description('measure how well a model predicts a text'))
    .option(
      '--data <file>',
      "a text file or built-in text (default: the end of the model's own, which it was not trained on)",
    )
    .option('--json', 'one JSON object')
    .action(async ({ model: folder, data: source, json = false }: EvalOptions) => {
      const { model, tokenizer, facts } = await openModel(folder);
      const data = loadData(source ?? facts.data.source);
      const characters = Array.from(data.text);
      const own = source === undefined;
      if (own && data.sha256 !== facts.data.sha256)
        throw new UserError(`${data.description} has changed since the training; name a text with --data`);
      const text = own
        ? characters.slice(Math.floor(characters.length * (1 - facts.data.validationShare))).join('')
        : data.text;
      const ids = tokenizer.encode(text);
      if (ids.length < 2)
        throw new UserError(`${data.description} is too short: it takes two characters to predict one`);
      const unknown = ids.reduce((count, id) => count + (id === tokenizer.unknownId ? 1 : 0), 0);
      const { loss, perplexity, bitsPerToken, tokens } = evaluateText(model, ids);
      const result = {
        data: data.source,
        characters: tokens,
        unknown,
        loss,
        perplexity,
        bitsPerCharacter: bitsPerToken,
      };
      process.stdout.write(json ? `${JSON.stringify(result)}\n` : describe(data.description, own, result));
    });
}

function describe(
  name: string,
  own: boolean,
  {
    characters,
    unknown,
    loss,
    perplexity,
    bitsPerCharacter,
  }: Record<'characters' | 'unknown' | 'loss' | 'perplexity' | 'bitsPerCharacter', number>,
): string {
  const rows = [
    ['text', own ? `${name}, the part kept for validation` : name],
    ['characters', formatCount(characters)],
    ...(unknown === 0 ? [] : [['unknown', `${formatCount(unknown)} that the vocabulary lacks`]]),
    ['loss', `${loss.toFixed(4)} nats per character`],
    ['perplexity', perplexity.toFixed(3)],
    ['bits/char', bitsPerCharacter.toFixed(4)],
  ];
  return rows.map(([label, value]) => `${label.padEnd(11)} ${value}\n`).join('');
}

import { flagOf, realNumber, wholeNumber } from '@ml/terminal';
import { type Command, Option } from 'commander';
import { defaultSettings, type GivenSettings, type Settings } from './settings.ts';

/** Every setting's flag: how its number is read and what it means. */
const flags = {
  epochs: [wholeNumber({ min: 1, max: 10_000 }), 'times through the digits'],
  batchSize: [wholeNumber({ min: 1, max: 4096 }), 'digits in a step'],
  lr: [realNumber({ above: 0 }), 'highest learning rate'],
  weightDecay: [realNumber({ min: 0 }), "AdamW's decay of the weights"],
  trainLimit: [wholeNumber({ min: 1, max: 60_000 }), 'train on the first so many digits'],
  testLimit: [wholeNumber({ min: 1, max: 10_000 }), 'test with the first so many digits'],
  seed: [wholeNumber({ min: 0 }), 'seed of everything random'],
} as const satisfies {
  readonly [K in Exclude<keyof Settings, 'augment'>]: readonly [(text: string) => number, string];
};

/** Adds a flag for every setting, and `--threads`, which changes no result. */
export function addSettingFlags(command: Command): Command {
  for (const [name, [parser, meaning]] of Object.entries(flags)) {
    const usual = defaultSettings[name as keyof typeof flags];
    command.addOption(new Option(`${flagOf(name)} <n>`, `${meaning} (${usual})`).argParser(parser));
  }
  return addThreadsFlag(
    command.option('--augment', 'turn, scale and move the digits a little; for runs of many epochs'),
  );
}

export function addThreadsFlag(command: Command): Command {
  const option = new Option('--threads <n>', 'threads that compute; the result is the same for any number');
  return command.addOption(option.argParser(wholeNumber({ min: 1, max: 256 })));
}

/** The settings among commander's options, which also hold `--out` and the like. */
export function givenSettings(options: GivenSettings): GivenSettings {
  const names = Object.keys(defaultSettings) as (keyof Settings)[];
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}

import { flagOf, realNumber, wholeNumber } from '@ml/terminal';
import { type Command, Option } from 'commander';
import { deepest, defaultDepth, settingsForDepth } from './depth.ts';
import { checkSettings, type Settings } from './settings.ts';

type Parser = (text: string) => number;

/** Every setting's flag: how it is read and what it means. */
const flags = {
  nLayer: [wholeNumber({ min: 1, max: 1000 }), 'blocks of the transformer'],
  nHead: [wholeNumber({ min: 1, max: 1000 }), 'attention heads; must divide --n-embd'],
  nEmbd: [wholeNumber({ min: 1, max: 65536 }), 'width of the model'],
  blockSize: [wholeNumber({ min: 1, max: 65536 }), 'characters of context'],
  batchSize: [wholeNumber({ min: 1, max: 65536 }), 'blocks in a step'],
  maxIters: [wholeNumber({ min: 1 }), 'steps of training'],
  lr: [realNumber({ above: 0 }), 'highest learning rate'],
  minLr: [realNumber({ min: 0 }), 'learning rate at the end'],
  warmupIters: [wholeNumber({ min: 0 }), 'steps until --lr is reached'],
  beta1: [realNumber({ min: 0, below: 1 }), "AdamW's first moment"],
  beta2: [realNumber({ min: 0, below: 1 }), "AdamW's second moment"],
  weightDecay: [realNumber({ min: 0 }), 'decay of the matrices'],
  gradClip: [realNumber({ min: 0 }), 'largest gradient norm; 0 is none'],
  dropout: [realNumber({ min: 0, below: 1 }), 'share of numbers dropped'],
  evalInterval: [wholeNumber({ min: 1 }), 'steps between evaluations and checkpoints'],
  evalIters: [wholeNumber({ min: 1 }), 'batches in an evaluation'],
  seed: [wholeNumber({ min: 0 }), 'seed of everything random'],
} as const satisfies Record<keyof Settings, readonly [Parser, string]>;

/** Settings given on the command line; `depth` sets those that were not. */
export type GivenSettings = Partial<Settings> & { readonly depth?: number };

/** Adds `--depth` and a flag for every setting. None has a default here: the dial knows them. */
export function addSettingFlags(command: Command, only?: readonly (keyof Settings)[]): Command {
  command.option(
    '--depth <n>',
    `the one dial: sets all below (default: ${defaultDepth})`,
    wholeNumber({ min: 1, max: deepest }),
  );
  const defaults = settingsForDepth(defaultDepth);
  for (const name of only ?? (Object.keys(flags) as (keyof Settings)[])) {
    const [parser, meaning] = flags[name];
    command.addOption(new Option(`${flagOf(name)} <n>`, `${meaning} (${defaults[name]})`).argParser(parser));
  }
  return command;
}

/** The settings among commander's options, which also hold `--out` and the like. */
export function givenSettings(options: Record<string, unknown>): GivenSettings {
  const names = ['depth', ...Object.keys(flags)];
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}

/**
 * Flags over the dial. A rate given without `--min-lr` falls to a tenth.
 *
 * @throws {UserError} when flags disagree
 */
export function resolveSettings(
  { depth = defaultDepth, ...given }: GivenSettings,
  base = settingsForDepth(depth),
): Settings {
  const minLr = given.minLr ?? (given.lr === undefined ? base.minLr : given.lr / 10);
  return checkSettings({ ...base, ...given, minLr });
}

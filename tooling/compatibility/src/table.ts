import { readFileSync } from 'node:fs';
import * as nn from '@ml/nn';
import * as tensor from '@ml/tensor';
import * as layers from '@ml/tensor/layers';
import { type Counterpart, counterparts } from './ours.ts';

interface Names {
  readonly torch: string;
  readonly names: Readonly<Record<string, readonly string[]>>;
}

const { torch, names }: Names = JSON.parse(readFileSync(new URL('../torch-names.json', import.meta.url), 'utf8'));

const packages = { '@ml/nn': nn, '@ml/tensor': tensor, '@ml/tensor/layers': layers };

/** The package that exports a name. */
export function packageOf(name: string): string | null {
  const home = Object.entries(packages).find(([, exports]) => Object.hasOwn(exports, name));
  return home?.[0] ?? null;
}

/** What stands for a name of torch: what `ours.ts` says, else what is exported under the same name. */
export function counterpartOf(module: string, name: string): Counterpart | null {
  const given = counterparts[`${module}.${name}`];
  if (given !== undefined) return given;
  const same = name.replace(/_$/, '').replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return packageOf(same) === null ? null : { is: [same] };
}

/** Every name that `torch-names.json` lists. */
export const torchNames: readonly { readonly module: string; readonly name: string }[] = Object.entries(names).flatMap(
  ([module, list]) => list.map((name) => ({ module, name })),
);

/** The text of COMPATIBILITY.md. */
export function compatibility(): string {
  const sections = Object.entries(names).map(([module, list]) => {
    const rows = list.map((name) => row(module, name));
    const count = (state: string): number => rows.filter((cells) => cells[1] === state).length;
    const summary = `${count('done')} done, ${count('partial')} partial, ${count('no')} not here.`;
    const lines = ['| name | | here |', '|---|---|---|', ...rows.map((cells) => `| ${cells.join(' | ')} |`)];
    return `## ${module}\n\n${summary}\n\n${lines.join('\n')}\n`;
  });
  return `# Names of PyTorch, and where they are here

Written by \`npm run compatibility\` from the exports of the packages; a test fails when it is not up to date. "Done" means the same numbers,
held to PyTorch by fixtures; names are in camelCase, options too. Names are those of PyTorch ${torch}.

${sections.join('\n')}`;
}

function row(module: string, name: string): [name: string, state: string, here: string] {
  const found = counterpartOf(module, name);
  if (found === null) return [`\`${name}\``, 'no', ''];
  const { is, lacks } = found;
  const here = typeof is === 'string' ? is : is.map((ours) => `\`${ours}\` of ${packageOf(ours)}`).join(', ');
  return [
    `\`${name}\``,
    lacks === undefined ? 'done' : 'partial',
    lacks === undefined ? here : `${here}; without ${lacks}`,
  ];
}

import { readFileSync } from 'node:fs';
import * as classic from '@ml/classic';
import * as nn from '@ml/nn';
import * as tensor from '@ml/tensor';
import * as layers from '@ml/tensor/layers';
import { type Counterpart, counterparts } from './ours.ts';

/** A library whose users should find their way, and our packages that are about the same. */
interface Library {
  readonly title: string;
  /** Lists its names, module by module. */
  readonly file: string;
  readonly packages: Readonly<Record<string, object>>;
}

const libraries: readonly Library[] = [
  {
    title: 'PyTorch',
    file: 'torch-names.json',
    packages: { '@ml/nn': nn, '@ml/tensor': tensor, '@ml/tensor/layers': layers },
  },
  { title: 'scikit-learn', file: 'sklearn-names.json', packages: { '@ml/classic': classic } },
];

interface Names {
  readonly version: string;
  readonly names: Readonly<Record<string, readonly string[]>>;
}

function namesOf({ file }: Library): Names {
  return JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));
}

function libraryOf(module: string): Library {
  return module.startsWith('sklearn') ? libraries[1] : libraries[0];
}

/** The package that exports a name, of those that are about the library of a module. */
export function packageOf(name: string, module: string): string | null {
  const home = Object.entries(libraryOf(module).packages).find(([, exports]) => Object.hasOwn(exports, name));
  return home?.[0] ?? null;
}

/** What stands for a name of a library: what `ours.ts` says, else what is exported under the same name. */
export function counterpartOf(module: string, name: string): Counterpart | null {
  const given = counterparts[`${module}.${name}`];
  if (given !== undefined) return given;
  const same = name.replace(/_$/, '').replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return packageOf(same, module) === null ? null : { is: [same] };
}

/** Every name that the lists have. */
export const knownNames: readonly { readonly module: string; readonly name: string }[] = libraries.flatMap((library) =>
  Object.entries(namesOf(library).names).flatMap(([module, list]) => list.map((name) => ({ module, name }))),
);

/** The text of COMPATIBILITY.md. */
export function compatibility(): string {
  const parts = libraries.map((library) => {
    const { version, names } = namesOf(library);
    const sections = Object.entries(names).map(([module, list]) => section(module, list));
    return `## ${library.title} ${version}\n\n${sections.join('\n')}`;
  });
  return `# Names of other libraries, and where they are here

Written by \`npm run compatibility\` from the exports of the packages; a test fails when it is not up to date. "Done" means the same numbers,
held to the library by fixtures; names are in camelCase, options too.

${parts.join('\n')}`;
}

function section(module: string, list: readonly string[]): string {
  const rows = list.map((name) => row(module, name));
  const count = (state: string): number => rows.filter((cells) => cells[1] === state).length;
  const summary = `${count('done')} done, ${count('partial')} partial, ${count('no')} not here.`;
  const lines = ['| name | | here |', '|---|---|---|', ...rows.map((cells) => `| ${cells.join(' | ')} |`)];
  return `### ${module}\n\n${summary}\n\n${lines.join('\n')}\n`;
}

function row(module: string, name: string): [name: string, state: string, here: string] {
  const found = counterpartOf(module, name);
  if (found === null) return [`\`${name}\``, 'no', ''];
  const { is, lacks } = found;
  const here = typeof is === 'string' ? is : is.map((ours) => `\`${ours}\` of ${packageOf(ours, module)}`).join(', ');
  return [
    `\`${name}\``,
    lacks === undefined ? 'done' : 'partial',
    lacks === undefined ? here : `${here}; without ${lacks}`,
  ];
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { machine, machineLine } from './machine.ts';
import { options } from './options.ts';
import { type Row, table } from './table.ts';

const file = fileURLToPath(new URL('../../../docs/BENCHMARKS.md', import.meta.url));
const preface = `# Benchmarks

Written by \`npm run bench\`; every table names the machine, the Node and the load it was measured under. Variants of one measurement take
turns in one process. Ratios are of shortest runs, and above 1 means that ours is faster; compare those, not seconds from different
machines.
`;

/**
 * Prints a table and puts it into docs/BENCHMARKS.md under its heading, in place of the one from the last run, and adds its
 * unrounded numbers to the JSON file that was asked for. A quick run keeps nothing in docs.
 *
 * @param notes what the columns mean
 */
export function publish(heading: string, notes: string, rows: readonly Row[]): void {
  const where = machine();
  const section = `## ${heading}\n\n${notes}\n\n${machineLine(where)}\n\n${table(rows)}\n`;
  console.log(section);
  if (options.json !== null) {
    const tables: unknown[] = existsSync(options.json) ? JSON.parse(readFileSync(options.json, 'utf8')) : [];
    tables.push({ heading, notes, quick: options.quick, machine: where, rows });
    writeFileSync(options.json, `${JSON.stringify(tables, null, 2)}\n`);
  }
  if (options.quick) return;
  const before = existsSync(file) ? readFileSync(file, 'utf8') : preface;
  writeFileSync(file, withSection(before, heading, section));
}

/** `text` with the section of this heading replaced, or added at the end. */
export function withSection(text: string, heading: string, section: string): string {
  const parts = text.split(/^(?=## )/m).map((part) => part.trimEnd());
  const at = parts.findIndex((part) => part.split('\n')[0] === `## ${heading}`);
  if (at < 0) parts.push(section.trimEnd());
  else parts[at] = section.trimEnd();
  return `${parts.join('\n\n')}\n`;
}

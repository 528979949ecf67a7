import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

export type Row = Readonly<Record<string, string | number>>;

const file = fileURLToPath(new URL('../../../docs/BENCHMARKS.md', import.meta.url));
const preface = `# Benchmarks

Written by \`npm run bench\`; every table names the machine, the Node and the load it was measured under. Ratios of one table come from one
run with the variants taking turns; compare those, not seconds from different machines.
`;

/**
 * Prints a table and puts it into docs/BENCHMARKS.md under its heading, in place of the one from the last run.
 *
 * @param notes one line that says what the columns mean
 */
export function publish(heading: string, notes: string, rows: readonly Row[]): void {
  const section = `## ${heading}\n\n${notes}\n\n${machine()}\n\n${table(rows)}\n`;
  console.log(section);
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

function table(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0]);
  const lines = [columns, columns.map(() => '---'), ...rows.map((row) => columns.map((column) => String(row[column])))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function machine(): string {
  const processors = cpus();
  const load = loadavg()[0].toFixed(2);
  return `${processors[0].model.trim()}, ${processors.length} cores; Node ${process.versions.node}; load average at the end ${load}; ${new Date().toISOString().slice(0, 10)}.`;
}

// Reads Einstein's notation: 'bij,bjk->bik', with '...' for leading axes that broadcast.
import { ShapeError } from '../errors.ts';
import type { Shape } from '../shape-types.ts';

/** One axis: a letter, or '...k' for the k-th axis from the right under an ellipsis. */
export type Label = string;

export interface EinsumPlan {
  /** For every operand the labels of its axes. */
  readonly inputs: readonly (readonly Label[])[];
  readonly output: readonly Label[];
}

export function isEllipsisLabel(label: Label): boolean {
  return label.length > 1;
}

/** @throws {ShapeError} when the notation is malformed, or does not fit the operands */
export function parseEinsum(equation: string, shapes: readonly Shape[]): EinsumPlan {
  const fail = (problem: string) => new ShapeError({ op: 'einsum', problem: `'${equation}': ${problem}`, shapes });
  const [left, right, ...more] = equation.replaceAll(/\s/g, '').split('->');
  const terms = left.split(',');
  if (more.length > 0) throw fail("'->' may appear only once");
  if (terms.length !== shapes.length) throw fail(`${terms.length} terms for ${shapes.length} operands`);
  for (const term of [...terms, right ?? '']) {
    if (!/^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term)) throw fail(`'${term}' is not letters with at most one '...'`);
  }
  const inputs = terms.map((term, i) => {
    const hidden = shapes[i].length - term.replace('...', '').length;
    if (hidden < 0 || (hidden > 0 && !term.includes('...'))) {
      throw fail(`'${term}' names ${shapes[i].length - hidden} axes, operand ${i} has ${shapes[i].length}`);
    }
    return labelsOf(term, hidden);
  });
  checkSizes(inputs, shapes, fail);
  const hidden = Math.max(0, ...inputs.map((labels) => labels.filter(isEllipsisLabel).length));
  const output = right === undefined ? implicitOutput(inputs, hidden) : labelsOf(right, hidden);
  output.forEach((label, i) => {
    if (output.indexOf(label) !== i) throw fail(`'${label}' appears twice in the output`);
    if (!inputs.some((labels) => labels.includes(label))) throw fail(`'${label}' in the output is in no operand`);
  });
  return { inputs, output };
}

/** The labels of a term whose '...' stands for `hidden` axes. */
function labelsOf(term: string, hidden: number): Label[] {
  const [before, after] = term.split('...');
  if (after === undefined) return [...before];
  return [...before, ...Array.from({ length: hidden }, (_, i) => `...${hidden - i}`), ...after];
}

/** Without '->': the ellipsis, then every letter that appears once, in alphabetical order. */
function implicitOutput(inputs: readonly (readonly Label[])[], hidden: number): Label[] {
  const letters = inputs.flat().filter((label) => !isEllipsisLabel(label));
  const once = letters.filter((label) => letters.indexOf(label) === letters.lastIndexOf(label));
  return [...labelsOf('...', hidden), ...once.sort()];
}

/** A letter has one size throughout; axes under an ellipsis broadcast. */
function checkSizes(
  inputs: readonly (readonly Label[])[],
  shapes: readonly Shape[],
  fail: (problem: string) => ShapeError,
): void {
  const sizes = new Map<Label, number>();
  inputs.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const n = shapes[i][axis];
      const have = sizes.get(label);
      const stretches = isEllipsisLabel(label) && (have === 1 || n === 1);
      if (have !== undefined && have !== n && !stretches) {
        const name = isEllipsisLabel(label) ? `axis -${label.slice(3)} under '...'` : `index '${label}'`;
        throw fail(`${name} has sizes ${have} and ${n}`);
      }
      if (have === undefined || have === 1) sizes.set(label, n);
    });
  });
}

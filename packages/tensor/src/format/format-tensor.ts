// A tensor as text, in the layout of NumPy's str(array).

import { formatShape } from '../errors.ts';
import { heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { elementFormat, elementText } from './element-format.ts';

/** Larger arrays are shown by their edges. */
const threshold = 1000;
/** Places shown at either end of an axis that is cut short. */
const edgeItems = 3;
const lineWidth = 75;
const ellipsis = '...';

/** The places along an axis of size n that are shown; null stands for the gap. */
function shownPlaces(n: number, isSummary: boolean): (number | null)[] {
  const all = Array.from({ length: isSummary ? Math.min(n, 2 * edgeItems) : n }, (_, i) => i);
  if (!isSummary || n <= 2 * edgeItems) return all;
  return [...all.slice(0, edgeItems), null, ...all.slice(0, edgeItems).map((i) => n - edgeItems + i)];
}

/**
 * The elements as NumPy's `str(array)` prints them: columns aligned, at most 8 digits after the point and no more than
 * needed, scientific notation where magnitudes are far apart, lines of at most 75 characters, and of arrays of more than
 * 1000 elements the three places at either end of each axis. Booleans are `true` and `false`.
 *
 * @reference agrees with numpy 1.24 for every element type but bool's spelling
 * @example
 * formatTensor(tensor([[1, 2.5], [-3, NaN]])) // => '[[ 1.   2.5]\n [-3.   nan]]'
 */
export function formatTensor(x: Tensor): string {
  const source = heapArray(x.dtype);
  const base = heapIndex(x);
  if (x.rank === 0) return elementText(source[base], x.dtype);
  if (x.size === 0) return '[]';
  const isSummary = x.size > threshold;
  const places = x.shape.map((n) => shownPlaces(n, isSummary));
  const format = elementFormat(shownValues(x, places), x.dtype);

  function block(axis: number, at: number): string {
    const indent = ' '.repeat(axis + 1);
    if (axis === x.rank - 1) {
      const words = places[axis].map((i) => (i === null ? ellipsis : format(source[at + i * x.strides[axis]])));
      return `[${wrap(words, indent, lineWidth - axis - 1)}]`;
    }
    const blocks = places[axis].map((i) => (i === null ? ellipsis : block(axis + 1, at + i * x.strides[axis])));
    // One blank line for every further axis between the blocks.
    return `[${blocks.join('\n'.repeat(x.rank - 1 - axis) + indent)}]`;
  }
  return block(0, base);
}

function shownValues(x: Tensor, places: readonly (readonly (number | null)[])[]): number[] {
  const source = heapArray(x.dtype);
  let starts = [heapIndex(x)];
  x.strides.forEach((stride, axis) => {
    const steps = places[axis].filter((i) => i !== null).map((i) => i * stride);
    starts = starts.flatMap((start) => steps.map((step) => start + step));
  });
  return starts.map((at) => source[at]);
}

/** Words side by side; a new line, indented, before one that would cross the width. */
function wrap(words: readonly string[], indent: string, width: number): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of words) {
    if (line.length + word.length > width && line.length > indent.length) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  return [...lines, line.slice(0, -1)].join('\n').slice(indent.length);
}

/**
 * What a console shows: type and shape, then the elements.
 *
 * @example
 * inspectTensor(tensor([1, 2])) // => 'Tensor float32 [2]\n[1. 2.]'
 */
export function inspectTensor(x: Tensor): string {
  const header = `Tensor ${x.dtype} ${formatShape(x.shape)}`;
  return x.isDisposed ? `${header} (disposed)` : `${header}\n${formatTensor(x)}`;
}

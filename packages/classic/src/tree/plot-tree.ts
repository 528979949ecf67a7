import { requireCount } from '../base/parameter-error.ts';
import { DecisionTreeClassifier } from './decision-tree-classifier.ts';
import type { DrawnTree } from './drawn-tree.ts';
import { nodePainter } from './node-color.ts';
import { tidyLayout } from './tidy-layout.ts';
import { type Box, fontSize, lineHeight, type PlotTreeOptions, padding, rest, treeBoxes } from './tree-boxes.ts';

/** Between boxes, in pixels. */
const gap = { across: 16, down: 40 };

/**
 * A picture of a tree as the text of an SVG file: the test or the prediction of each node in a box, those of one level in a row.
 *
 * @throws {ParameterError} when there are more or fewer names than features or classes
 * @reference shows what sklearn.tree.plot_tree shows
 * @example
 * const tree = new DecisionTreeClassifier().fit([[1], [2], [4]], [0, 0, 7]);
 * plotTree(tree, { featureNames: ['age'] }).includes('age ≤ 3') // => true
 */
export function plotTree(tree: DrawnTree, options: PlotTreeOptions = {}): string {
  if (options.maxDepth !== undefined) requireCount('plotTree', 'maxDepth', options.maxDepth, 0);
  requireCount('plotTree', 'precision', options.precision ?? 3, 0);
  const paint = options.filled === true ? nodePainter(tree.tree_, tree instanceof DecisionTreeClassifier) : null;
  const boxes = treeBoxes(tree, options);
  const middles = tidyLayout(boxes, gap.across);
  const rows = rowsOf(boxes);
  const parts = boxes.map((box, i) => {
    const { top, bottom } = rows[box.depth];
    const fill = paint === null || box.lines[0] === rest ? 'white' : paint(box.node);
    const edges = box.children.map((child, c) => {
      const edge = edgeOf(middles[i], top + box.height, bottom, middles[child]);
      return i === 0 ? edge + edgeLabel(middles[0], bottom, middles[child], c === 0) : edge;
    });
    return edges.join('') + boxOf(box, middles[i], top, fill);
  });
  const width = boxes.reduce((most, box, i) => Math.max(most, middles[i] + box.width / 2), 0) + 2 * padding;
  const height = rows[rows.length - 1].bottom + 2 * padding;
  const view = `viewBox="${-padding} ${-padding} ${px(width)} ${px(height)}" width="${px(width)}" height="${px(height)}"`;
  const style = `font-family="Helvetica, Arial, sans-serif" font-size="${fontSize}" text-anchor="middle"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${view} ${style}>\n<title>Decision tree</title>\n${parts.join('\n')}\n</svg>\n`;
}

/** Where each level begins, and where its highest box ends. */
function rowsOf(boxes: readonly Box[]): { readonly top: number; readonly bottom: number }[] {
  const heights: number[] = [];
  for (const { depth, height } of boxes) heights[depth] = Math.max(heights[depth] ?? 0, height);
  let top = 0;
  return heights.map((height) => {
    const row = { top, bottom: top + height };
    top += height + gap.down;
    return row;
  });
}

function boxOf({ lines, width, height }: Box, middle: number, top: number, fill: string): string {
  const place = `x="${px(middle - width / 2)}" y="${px(top)}" width="${px(width)}" height="${px(height)}"`;
  const texts = lines.map((line, i) => textAt(middle, top + padding + lineHeight * (i + 0.75), line));
  return `<rect ${place} rx="4" fill="${fill}" stroke="#444"/>${texts.join('')}`;
}

/** From the lower end of a box straight down to the end of its row, and from there to the box below. */
function edgeOf(from: number, top: number, bottom: number, to: number): string {
  const path = `M${px(from)} ${px(top)}L${px(from)} ${px(bottom)}L${px(to)} ${px(bottom + gap.down)}`;
  return `<path d="${path}" fill="none" stroke="#444"/>`;
}

/** Which answer an edge of the root stands for, on its upper side. */
function edgeLabel(from: number, bottom: number, to: number, isTrue: boolean): string {
  const x = (from + to) / 2 + (isTrue ? -3 : 3);
  return textAt(x, bottom + gap.down / 2 - 3, isTrue ? 'true' : 'false', isTrue ? 'end' : 'start');
}

function textAt(x: number, y: number, text: string, anchor?: 'start' | 'end'): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<text x="${px(x)}" y="${px(y)}"${anchor === undefined ? '' : ` text-anchor="${anchor}"`}>${escaped}</text>`;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

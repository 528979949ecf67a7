import { classNamesOf, type DrawnTree, featureNamesOf } from './drawn-tree.ts';
import { noChild } from './tree.ts';

export interface PlotTreeOptions {
  /** Default: the names that `fit` saw, or x0, x1, … */
  readonly featureNames?: readonly string[];
  /** Default: the labels. */
  readonly classNames?: readonly string[];
  /** Levels below the root that are drawn; default: all. */
  readonly maxDepth?: number;
  /** Colour nodes by class and purity, or by prediction. */
  readonly filled?: boolean;
  /** Say how impure nodes are; default true. */
  readonly impurity?: boolean;
  /** Say the numbers of nodes. */
  readonly nodeIds?: boolean;
  /** Shares instead of numbers of samples and weights of classes. */
  readonly proportion?: boolean;
  /** Decimals of thresholds, impurities and values; default 3. */
  readonly precision?: number;
}

// In pixels.
export const fontSize = 12;
export const lineHeight = 16;
export const padding = 8;

/** What is drawn of a node. */
export interface Box {
  readonly node: number;
  readonly depth: number;
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
  /** Positions of their boxes. */
  readonly children: number[];
}

/** Stands for a branch that is not drawn. */
export const rest = '(…)';

/** The boxes in which nodes are drawn, parents before children. */
export function treeBoxes(estimator: DrawnTree, options: PlotTreeOptions): Box[] {
  const { maxDepth = Number.POSITIVE_INFINITY } = options;
  const { childrenLeft, childrenRight } = estimator.tree_;
  const describe = describer(estimator, options);
  const boxes: Box[] = [];
  const open = [{ node: 0, depth: 0, parent: -1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth, parent } = next;
    const box = boxes.length;
    if (parent >= 0) boxes[parent].children.push(box);
    const lines = depth > maxDepth ? [rest] : describe(node);
    const height = lines.length * lineHeight + 2 * padding;
    boxes.push({ node, depth, lines, width: widthOf(lines), height, children: [] });
    if (childrenLeft[node] === noChild || depth > maxDepth) continue;
    open.push({ node: childrenRight[node], depth: depth + 1, parent: box });
    open.push({ node: childrenLeft[node], depth: depth + 1, parent: box });
  }
  return boxes;
}

/** What is written in a node's box, line by line. */
function describer(estimator: DrawnTree, options: PlotTreeOptions): (node: number) => string[] {
  const { impurity: showImpurity = true, nodeIds = false, proportion = false, precision = 3 } = options;
  const tree = estimator.tree_;
  const features = featureNamesOf('plotTree', estimator, options.featureNames, 'x');
  const classes = classNamesOf('plotTree', estimator, options.classNames);
  const { criterion } = estimator.params;
  const rounded = (each: number): string => String(Number(each.toFixed(precision)));
  return (node) => {
    const samples = tree.nNodeSamples[node];
    const own = tree.value.subarray(node * tree.nOutputs, (node + 1) * tree.nOutputs);
    const lines: string[] = [];
    if (nodeIds) lines.push(`node ${node}`);
    if (tree.childrenLeft[node] !== noChild)
      lines.push(`${features[tree.feature[node]]} ≤ ${rounded(tree.threshold[node])}`);
    if (showImpurity) lines.push(`${criterion} = ${rounded(tree.impurity[node])}`);
    lines.push(`samples = ${proportion ? `${((100 * samples) / tree.nNodeSamples[0]).toFixed(1)} %` : samples}`);
    if (classes === null) return [...lines, `value = ${rounded(own[0])}`];
    const divisor = proportion ? tree.weightedNNodeSamples[node] : 1;
    lines.push(`value = [${Array.from(own, (each) => rounded(each / divisor)).join(', ')}]`);
    return [...lines, `class = ${classes[own.indexOf(Math.max(...own))]}`];
  };
}

/** Wide enough for the text: letters of a sans-serif font are at most 0.62 of its size on average, others a whole. */
function widthOf(lines: readonly string[]): number {
  const widths = lines.map((line) => Array.from(line).reduce((sum, each) => sum + (each < '\u0250' ? 0.62 : 1), 0));
  return Math.max(...widths) * fontSize + 2 * padding;
}

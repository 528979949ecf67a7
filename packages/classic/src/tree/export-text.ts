import { requireCount } from '../base/parameter-error.ts';
import { classNamesOf, type DrawnTree, featureNamesOf } from './drawn-tree.ts';
import { fixedDecimals } from './fixed-decimals.ts';
import { noChild, type Tree } from './tree.ts';

export interface ExportTextOptions {
  /** Default: the names that `fit` saw, or feature_0, feature_1, … */
  readonly featureNames?: readonly string[];
  /** Levels below the root that are shown in full; default 10. */
  readonly maxDepth?: number;
  /** How far each level is from the one above it; default 3. */
  readonly spacing?: number;
  /** Default 2. */
  readonly decimals?: number;
  /** Show the weights of the classes in leaves. */
  readonly showWeights?: boolean;
}

/**
 * The rules of a tree as text, one line for each side of a test and for each leaf.
 *
 * @throws {ParameterError} when there are more or fewer names than features, or a number is not as it must be
 * @reference agrees with sklearn.tree.export_text
 * @example
 * const tree = new DecisionTreeClassifier().fit([[1], [2], [4]], [0, 0, 7]);
 * exportText(tree, { featureNames: ['age'] }).split('\n')[0] // => '|--- age <= 3.00'
 */
export function exportText(tree: DrawnTree, options: ExportTextOptions = {}): string {
  const { maxDepth = 10, spacing = 3, decimals = 2, showWeights = false } = options;
  requireCount('exportText', 'maxDepth', maxDepth, 0);
  requireCount('exportText', 'spacing', spacing);
  requireCount('exportText', 'decimals', decimals, 0);
  const features = featureNamesOf('exportText', tree, options.featureNames, 'feature_');
  const classes = classNamesOf('exportText', tree);
  const { childrenLeft, childrenRight, feature, threshold, value, nOutputs } = tree.tree_;
  const number = (each: number): string => fixedDecimals(each, decimals);

  const leaf = (node: number): string => {
    const own = value.subarray(node * nOutputs, (node + 1) * nOutputs);
    const list = `[${Array.from(own, number).join(', ')}]`;
    if (classes === null) return ` value: ${list}`;
    const name = classes[own.indexOf(Math.max(...own))];
    return showWeights ? ` weights: ${list} class: ${name}` : ` class: ${name}`;
  };

  const lines: string[] = [];
  // Nodes to come, each with the line above it.
  const open: { readonly node: number; readonly depth: number; readonly line: string | null }[] = [];
  open.push({ node: 0, depth: 1, line: null });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth, line } = next;
    if (line !== null) lines.push(line);
    const indent = `|${' '.repeat(spacing)}`.repeat(depth).slice(0, -spacing) + '-'.repeat(spacing);
    const isLeaf = childrenLeft[node] === noChild;
    if (isLeaf) lines.push(indent + leaf(node));
    else if (depth > maxDepth + 1) lines.push(`${indent} truncated branch of depth ${levelsBelow(tree.tree_, node)}`);
    else {
      const test = `${indent} ${features[feature[node]]}`;
      const limit = number(threshold[node]);
      open.push({ node: childrenRight[node], depth: depth + 1, line: `${test} >  ${limit}` });
      open.push({ node: childrenLeft[node], depth: depth + 1, line: `${test} <= ${limit}` });
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** Levels of the branch, its own included. */
function levelsBelow(tree: Tree, top: number): number {
  let deepest = 0;
  const open = [{ node: top, level: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, level } = next;
    deepest = Math.max(deepest, level);
    if (tree.childrenLeft[node] === noChild) continue;
    open.push({ node: tree.childrenLeft[node], level: level + 1 });
    open.push({ node: tree.childrenRight[node], level: level + 1 });
  }
  return deepest;
}

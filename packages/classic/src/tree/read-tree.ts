import type { StateReader } from '../persistence/state-reader.ts';
import { noChild, noFeature, type Tree } from './tree.ts';

/**
 * A tree from a file. Children have larger numbers than their parents and features exist, so that every walk ends at a leaf.
 *
 * @throws {PersistenceError} when it is none
 */
export function readTree(read: StateReader, features: number, outputs: number): Tree {
  const nodes = read.float64('threshold').length;
  read.require(nodes > 0, 'has a tree without nodes');
  const tree: Tree = {
    nFeatures: read.integer('nFeatures', features, features),
    nOutputs: read.integer('nOutputs', outputs, outputs),
    maxDepth: read.integer('maxDepth', 0, nodes),
    childrenLeft: read.int32('childrenLeft', nodes, nodes, noChild),
    childrenRight: read.int32('childrenRight', nodes, nodes, noChild),
    feature: read.int32('feature', nodes, features, noFeature),
    threshold: read.float64('threshold', nodes),
    impurity: read.float64('impurity', nodes),
    nNodeSamples: read.int32('nNodeSamples', nodes),
    weightedNNodeSamples: read.float64('weightedNNodeSamples', nodes),
    value: read.float64('value', nodes * outputs),
  };
  for (let node = 0; node < nodes; node++) {
    const left = tree.childrenLeft[node];
    const right = tree.childrenRight[node];
    const isLeaf = left === noChild && right === noChild;
    const isTest = left > node && right > node && tree.feature[node] >= 0;
    read.require(isLeaf || isTest, `has a tree that is none at node ${node}`);
  }
  return tree;
}

/** The trees of a forest, at least one. @throws {PersistenceError} when one is none */
export function readTrees(read: StateReader, features: number, outputs: number): Tree[] {
  const trees = read.objects('trees').map((each) => readTree(each, features, outputs));
  read.require(trees.length > 0, 'has no trees');
  return trees;
}

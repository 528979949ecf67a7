import { describe, expect, test } from 'vitest';
import { dataset } from '../fixture.testing.ts';
import { DecisionTreeClassifier } from './decision-tree-classifier.ts';
import { DecisionTreeRegressor } from './decision-tree-regressor.ts';
import { plotTree } from './plot-tree.ts';

const count = (svg: string, part: string): number => svg.split(part).length - 1;

describe('plotTree', () => {
  const { X, y } = dataset('classes3');
  const tree = new DecisionTreeClassifier().fit(X, y);

  test('draws a box for each node, and an edge to each but the root', () => {
    const svg = plotTree(tree);
    const nodes = tree.tree_.feature.length;
    expect(count(svg, '<rect')).toBe(nodes);
    expect(count(svg, '<path')).toBe(nodes - 1);
    expect(count(svg, '>true<')).toBe(1);
    expect(count(svg, ' ≤ ')).toBe(nodes - tree.getNLeaves());
    expect(svg).not.toContain('hsl(');
  });

  test('says what scikit-learn says', () => {
    const svg = plotTree(new DecisionTreeClassifier().fit([[1], [2], [4]], [5, 5, 8]), { nodeIds: true });
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(texts).toEqual([
      ...['true', 'false', 'node 0', 'x0 ≤ 3', 'gini = 0.444', 'samples = 3', 'value = [2, 1]', 'class = 5'],
      ...['node 1', 'gini = 0', 'samples = 2', 'value = [2, 0]', 'class = 5'],
      ...['node 2', 'gini = 0', 'samples = 1', 'value = [0, 1]', 'class = 8'],
    ]);
    const shares = plotTree(new DecisionTreeRegressor({ maxDepth: 1 }).fit([[1], [2], [4]], [0.12345, 1, 2]), {
      proportion: true,
      impurity: false,
      precision: 2,
    });
    expect(shares).toContain('samples = 66.7 %');
    expect(shares).toContain('value = 0.56');
    expect(shares).not.toContain('squared_error');
  });

  test('branches below maxDepth are left out', () => {
    const svg = plotTree(tree, { maxDepth: 1 });
    expect(count(svg, '(…)')).toBe(count(svg, '<rect') - 3);
    expect(count(plotTree(tree, { maxDepth: 0 }), '(…)')).toBe(2);
  });

  test('pure nodes have the full colour of their class, mixed ones are pale', () => {
    const svg = plotTree(new DecisionTreeClassifier().fit([[1], [2]], [0, 1]), { filled: true });
    expect([...svg.matchAll(/hsl\((\d+) 75% (\d+)%\)/g)].map(([, hue, light]) => [hue, light])).toEqual([
      ['28', '100'],
      ['28', '62'],
      ['207', '62'],
    ]);
    const numbers = plotTree(new DecisionTreeRegressor().fit([[1], [2]], [0, 1]), { filled: true });
    expect([...numbers.matchAll(/(\d+)%\)/g)].map(([, light]) => light)).toEqual(['81', '100', '62']);
  });

  test('names are escaped, and counted', () => {
    const small = new DecisionTreeClassifier().fit([[1], [2]], [0, 1]);
    const svg = plotTree(small, { featureNames: ['a<b&c'], classNames: ['x>y', 'z'] });
    expect(svg).toContain('a&lt;b&amp;c ≤ 1.5');
    expect(svg).toContain('class = x&gt;y');
    expect(() => plotTree(small, { featureNames: [] })).toThrow('plotTree: 0 featureNames for 1 features');
    expect(() => plotTree(small, { classNames: ['x'] })).toThrow('plotTree: 1 classNames for 2 classes');
  });

  test('one leaf is a picture too', () => {
    expect(count(plotTree(new DecisionTreeRegressor().fit([[1]], [2]), { filled: true }), '<rect')).toBe(1);
  });
});

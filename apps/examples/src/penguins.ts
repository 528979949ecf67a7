// Three kinds of penguins, measured on three islands: which is which, by a tree of questions that a person can ask, and how alike they are.
import { fileURLToPath } from 'node:url';
import {
  AgglomerativeClustering,
  adjustedRandScore,
  crossValScore,
  DecisionTreeClassifier,
  exportText,
  plotDendrogram,
  plotTree,
  StandardScaler,
} from '@ml/classic';
import { readCsv } from '@ml/classic/csv';
import type { Example } from './example.ts';

export const penguins: Example = {
  about: 'a tree of three questions tells kinds of penguins apart',
  run: async ({ log }) => {
    const file = fileURLToPath(import.meta.resolve('@observablehq/sample-datasets/penguins.csv'));
    const table = (await readCsv(file)).dropMissing();
    const X = table.select({ type: 'number' });
    const species = table.column('species') as string[];
    const tree = new DecisionTreeClassifier<string>({ maxDepth: 2, randomState: 0 });
    const accuracy = crossValScore(tree, X, species, { cv: 10 }).mean().item();

    tree.fit(X, species);
    for (const line of exportText(tree).trimEnd().split('\n')) log(line);
    const scaled = new StandardScaler().fitTransform(X);
    const groups = new AgglomerativeClustering({ nClusters: 3 }).fit(scaled);
    const few = Array.from({ length: 40 }, (_, i) => Math.floor((i * table.rowCount) / 40));
    const some = new AgglomerativeClustering({ nClusters: 3 }).fit(new StandardScaler().fitTransform(X.take(few)));
    const pictures = {
      'penguins.svg': plotTree(tree, { filled: true, impurity: false }),
      'penguins-dendrogram.svg': plotDendrogram(some, {
        labels: few.map((row) => species[row]),
        title: 'Forty penguins by their measures, ward linkage',
      }),
    };
    return {
      numbers: { accuracy, agreement: adjustedRandScore(species, groups.labels_) },
      pictures: Object.fromEntries(
        Object.entries(pictures).map(([name, svg]) => [name, new TextEncoder().encode(svg)]),
      ),
    };
  },
};

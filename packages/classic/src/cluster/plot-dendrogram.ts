import { requireParameter } from '../base/parameter-error.ts';
import type { AgglomerativeClustering } from './agglomerative-clustering.ts';
import { leavesOf } from './cut-tree.ts';

export interface PlotDendrogramOptions {
  /** What samples are called; default: their numbers. */
  readonly labels?: readonly string[];
  /** Pixels; default 640 × 400. */
  readonly width?: number;
  readonly height?: number;
  readonly title?: string;
}

/** Colours of clusters, told apart also by those who see few. (Okabe & Ito 2008) */
const colors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#999933'];
const joint = '#444444';
/** Names are left out where there is no room to read them. */
const leastRoom = 9;

/**
 * The merges of a fitted clustering as the text of an SVG file: every merge is a bracket as high as the two were apart, and brackets
 * within one cluster have its colour.
 *
 * @throws {ParameterError} when there are more or fewer labels than samples
 * @reference shows what scipy.cluster.hierarchy.dendrogram shows
 * @example
 * const model = new AgglomerativeClustering().fit([[0], [1], [8]]);
 * plotDendrogram(model, { labels: ['a', 'b', 'c'] }).startsWith('<svg') // => true
 */
export function plotDendrogram(model: AgglomerativeClustering, options: PlotDendrogramOptions = {}): string {
  const { width = 640, height = 400, title } = options;
  const children = model.children_.toTypedArray() as Int32Array;
  const distances = model.distances_.toTypedArray() as Float64Array;
  const clusterOf = model.labels_.toTypedArray() as Int32Array;
  const n = model.nLeaves_;
  const labels = options.labels ?? Array.from({ length: n }, (_, i) => String(i));
  requireParameter('plotDendrogram', 'labels', labels, labels.length === n, `${n} names`);
  const order = leavesOf(children, n, 2 * n - 2);
  const longest = labels.reduce((most, label) => Math.max(most, label.length), 1);
  const left = 56;
  const step = (width - left - 12) / n;
  const named = step >= leastRoom;
  const top = title === undefined ? 16 : 36;
  const floor = height - (named ? 14 + 6.2 * longest : 14);
  const most = Math.max(...distances) || 1;
  const y = (distance: number): number => floor - ((floor - top) * distance) / most;

  /** Middle, height and cluster of every node; −1 where samples of several clusters are below. */
  const middle = new Float64Array(2 * n - 1);
  const level = new Float64Array(2 * n - 1);
  const cluster = new Int32Array(2 * n - 1);
  order.forEach((leaf, place) => {
    middle[leaf] = left + (place + 0.5) * step;
    cluster[leaf] = clusterOf[leaf];
  });
  const brackets = Array.from(distances, (distance, i) => {
    const [a, b] = [children[2 * i], children[2 * i + 1]];
    const node = n + i;
    middle[node] = (middle[a] + middle[b]) / 2;
    level[node] = distance;
    cluster[node] = cluster[a] === cluster[b] ? cluster[a] : -1;
    const color = cluster[node] < 0 ? joint : colors[cluster[node] % colors.length];
    const path = `M${px(middle[a])} ${px(y(level[a]))}V${px(y(distance))}H${px(middle[b])}V${px(y(level[b]))}`;
    return `<path d="${path}" stroke="${color}"/>`;
  });
  const ticks = niceTicks(most).map(
    (value) =>
      `<path d="M${left - 6} ${px(y(value))}H${left - 2}" stroke="${joint}"/><text x="${left - 9}" y="${px(y(value) + 4)}" text-anchor="end">${value}</text>`,
  );
  const names = named
    ? order.map((leaf) => {
        const x = px(middle[leaf]);
        return `<text transform="translate(${x} ${px(floor + 6)}) rotate(-90)" x="0" y="4" text-anchor="end">${escaped(labels[leaf])}</text>`;
      })
    : [];
  const heading =
    title === undefined
      ? []
      : [`<text x="${width / 2}" y="20" text-anchor="middle" font-size="14">${escaped(title)}</text>`];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`,
    `<title>${escaped(title ?? 'Dendrogram')}</title>`,
    '<rect width="100%" height="100%" fill="white"/>',
    ...heading,
    ...ticks,
    `<g fill="none" stroke-width="1.5">${brackets.join('')}</g>`,
    ...names,
    '</svg>',
  ].join('\n');
}

/** Three to six round numbers from 0 to `most`. */
function niceTicks(most: number): number[] {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

/** Pixels with one decimal. */
function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

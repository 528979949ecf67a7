import type { Tree } from './tree.ts';

/** Hues that are told apart also by those who do not see all colours alike; further classes get hues between them. */
const hues = [28, 207, 140, 320, 52, 185, 265, 0];

/**
 * What nodes are filled with: the colour of their class, the stronger the purer they are; for regression blue, the stronger the higher
 * the prediction.
 */
export function nodePainter(tree: Tree, isClassifier: boolean): (node: number) => string {
  const { value, nOutputs, weightedNNodeSamples } = tree;
  if (!isClassifier) {
    const low = value.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
    const high = value.reduce((most, each) => Math.max(most, each), Number.NEGATIVE_INFINITY);
    return (node) => shade(hues[1], high > low ? (value[node] - low) / (high - low) : 0);
  }
  return (node) => {
    const own = value.subarray(node * nOutputs, (node + 1) * nOutputs);
    const shares = own.map((each) => each / weightedNNodeSamples[node]);
    const [second, first] = nOutputs === 1 ? [0, 1] : shares.slice().sort().subarray(-2);
    return shade(hueOf(shares.indexOf(first)), second < 1 ? (first - second) / (1 - second) : 0);
  };
}

function hueOf(code: number): number {
  return (hues[code % hues.length] + 20 * Math.floor(code / hues.length)) % 360;
}

/** From white to a colour on which black text can be read. */
function shade(hue: number, strength: number): string {
  return `hsl(${hue} 75% ${Math.round(100 - 38 * strength)}%)`;
}

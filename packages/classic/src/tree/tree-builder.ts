import { noChild, noFeature, type Tree } from './tree.ts';

/** Collects nodes in arrays that double when they are full. */
export class TreeBuilder {
  count = 0;
  maxDepth = 0;
  #left = new Int32Array(64);
  #right = new Int32Array(64);
  #feature = new Int32Array(64);
  #threshold = new Float64Array(64);
  #impurity = new Float64Array(64);
  #samples = new Int32Array(64);
  #weight = new Float64Array(64);
  #value: Float64Array;

  constructor(
    readonly nFeatures: number,
    readonly nOutputs: number,
  ) {
    this.#value = new Float64Array(64 * nOutputs);
  }

  /** A leaf for now. @returns its number */
  add(depth: number, samples: number, weight: number, impurity: number): number {
    const node = this.count++;
    if (node === this.#left.length) this.#grow();
    this.#left[node] = noChild;
    this.#right[node] = noChild;
    this.#feature[node] = noFeature;
    this.#threshold[node] = noFeature;
    this.#impurity[node] = impurity;
    this.#samples[node] = samples;
    this.#weight[node] = weight;
    if (depth > this.maxDepth) this.maxDepth = depth;
    return node;
  }

  /** Where to write the node's `nOutputs` numbers. */
  valueOf(node: number): Float64Array {
    return this.#value.subarray(node * this.nOutputs, (node + 1) * this.nOutputs);
  }

  /** The leaf becomes a test; its children are linked as they come. */
  split(node: number, feature: number, threshold: number): void {
    this.#feature[node] = feature;
    this.#threshold[node] = threshold;
  }

  link(parent: number, child: number, isLeft: boolean): void {
    if (isLeft) this.#left[parent] = child;
    else this.#right[parent] = child;
  }

  finish(): Tree {
    const { count, nFeatures, nOutputs, maxDepth } = this;
    return {
      nFeatures,
      nOutputs,
      maxDepth,
      childrenLeft: this.#left.slice(0, count),
      childrenRight: this.#right.slice(0, count),
      feature: this.#feature.slice(0, count),
      threshold: this.#threshold.slice(0, count),
      impurity: this.#impurity.slice(0, count),
      nNodeSamples: this.#samples.slice(0, count),
      weightedNNodeSamples: this.#weight.slice(0, count),
      value: this.#value.slice(0, count * nOutputs),
    };
  }

  #grow(): void {
    const capacity = 2 * this.#left.length;
    const integers = (old: Int32Array) => {
      const wider = new Int32Array(capacity);
      wider.set(old);
      return wider;
    };
    const floats = (old: Float64Array, size = capacity) => {
      const wider = new Float64Array(size);
      wider.set(old);
      return wider;
    };
    this.#left = integers(this.#left);
    this.#right = integers(this.#right);
    this.#feature = integers(this.#feature);
    this.#samples = integers(this.#samples);
    this.#threshold = floats(this.#threshold);
    this.#impurity = floats(this.#impurity);
    this.#weight = floats(this.#weight);
    this.#value = floats(this.#value, capacity * this.nOutputs);
  }
}

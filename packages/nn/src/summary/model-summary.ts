import type { Shape } from '@ml/tensor';
import { formatSummary } from './format-summary.ts';

/** One module of a model, in a forward pass. Counts are its own, without those of the modules below it: they add up. */
export interface LayerSummary {
  /** As in state dicts: `layers.0.attn`; '' is the model. */
  readonly path: string;
  /** What the module above calls it. */
  readonly name: string;
  /** Name of its class. */
  readonly type: string;
  /** Modules above it. */
  readonly depth: number;
  /** Times its `forward` ran; 0 where the model takes its weights without calling it. */
  readonly calls: number;
  /** What the first call returned: a shape for each tensor. */
  readonly outputShapes: readonly Shape[];
  /** Learned numbers, shared ones with the first module that has them. */
  readonly parameters: number;
  /** Those of them that are not frozen. */
  readonly trainable: number;
  /** Of matrix products, convolutions, recurrences and attention, in all calls. */
  readonly multiplyAdds: number;
}

/** A model in numbers, as data; `toString()` is a table. */
export class ModelSummary {
  readonly layers: readonly LayerSummary[];
  readonly parameters: number;
  readonly trainable: number;
  readonly multiplyAdds: number;
  /** Bytes of the inputs. */
  readonly inputBytes: number;
  /** Bytes of what modules without others below them return, in all calls: what training about keeps, once. */
  readonly outputBytes: number;
  readonly parameterBytes: number;
  readonly bufferBytes: number;

  /** @internal made by `summary` */
  constructor(
    layers: readonly LayerSummary[],
    bytes: Pick<ModelSummary, 'inputBytes' | 'outputBytes' | 'parameterBytes' | 'bufferBytes'>,
  ) {
    const total = (count: (layer: LayerSummary) => number): number =>
      layers.reduce((sum, layer) => sum + count(layer), 0);
    this.layers = layers;
    this.parameters = total((layer) => layer.parameters);
    this.trainable = total((layer) => layer.trainable);
    this.multiplyAdds = total((layer) => layer.multiplyAdds);
    this.inputBytes = bytes.inputBytes;
    this.outputBytes = bytes.outputBytes;
    this.parameterBytes = bytes.parameterBytes;
    this.bufferBytes = bytes.bufferBytes;
  }

  /** Floating-point operations: two for each multiply–add. */
  get flops(): number {
    return 2 * this.multiplyAdds;
  }

  get totalBytes(): number {
    return this.inputBytes + this.outputBytes + this.parameterBytes + this.bufferBytes;
  }

  toString(): string {
    return formatSummary(this);
  }
}

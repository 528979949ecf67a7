import { noGrad } from '@ml/autograd';
import { crossEntropy } from '@ml/nn';
import { fromBuffer, tidy } from '@ml/tensor';
import type { GPT } from '../models/gpt.ts';
import { inEvalMode } from '../models/in-eval-mode.ts';

export interface EvaluateTextOptions {
  /** Tokens of context; default, and at most, the model's block size. */
  readonly blockSize?: number | undefined;
  /** Tokens from one window to the next; default half a block. Smaller strides give every token more context, and take longer. */
  readonly stride?: number | undefined;
  /** Windows at a time; default 16. The result does not depend on it beyond rounding. */
  readonly batchSize?: number | undefined;
}

export interface TextEvaluation {
  /** Mean of −ln p(token | tokens before it), in nats. */
  readonly loss: number;
  /** e^loss: as uncertain as a fair choice among this many tokens. */
  readonly perplexity: number;
  /** loss / ln 2; with a character tokenizer these are bits per character. */
  readonly bitsPerToken: number;
  /** Tokens predicted: all but the first. */
  readonly tokens: number;
}

/**
 * How well a model predicts a text.
 *
 * A window of blockSize tokens moves over the text by `stride`. Each token but the first is predicted once, by the first
 * window that reaches it: with at least blockSize − stride tokens of context, except at the beginning of the text.
 *
 * @shape ids [N ≥ 2]
 * @throws {RangeError} when the text is shorter than two tokens or an option makes no sense
 * @reference Hugging Face, Perplexity of fixed-length models (the strided evaluation)
 * @example
 * const model = new GPT({ vocabSize: 2, blockSize: 4, nLayer: 1, nHead: 1, nEmbd: 2 }, { dtype: 'float64' });
 * initConstant(model.transformer.wte.weight, 0); // all logits are 0: both tokens are equally likely
 * evaluateText(model, Int32Array.of(0, 1, 1, 0, 1, 0)).bitsPerToken // => 1
 */
export function evaluateText(model: GPT, ids: Int32Array, options: EvaluateTextOptions = {}): TextEvaluation {
  const { blockSize = model.config.blockSize, stride = Math.max(1, blockSize >> 1), batchSize = 16 } = options;
  checkOptions(model, ids, { blockSize, stride, batchSize });
  const windows = windowsOf(ids.length - 1, blockSize, stride);
  const total = inEvalMode(model.modules(), () =>
    groupsOf(windows, batchSize).reduce((sum, group) => sum + summedLoss(model, ids, group), 0),
  );
  const tokens = ids.length - 1;
  const loss = total / tokens;
  return { loss, perplexity: Math.exp(loss), bitsPerToken: loss / Math.LN2, tokens };
}

/** Inputs ids[start … start + length) predict ids[start + 1 …]; the first `skip` predictions were made before. */
interface Window {
  readonly start: number;
  readonly length: number;
  readonly skip: number;
}

function windowsOf(predictions: number, blockSize: number, stride: number): Window[] {
  const windows: Window[] = [];
  for (let done = 0; done < predictions; ) {
    const start = windows.length * stride;
    const end = Math.min(start + blockSize, predictions);
    windows.push({ start, length: end - start, skip: done - start });
    done = end;
  }
  return windows;
}

/** Windows of one length, at most `size` together; only the last may be shorter than the others. */
function groupsOf(windows: readonly Window[], size: number): Window[][] {
  const groups: Window[][] = [];
  for (const window of windows) {
    const group = groups.at(-1);
    if (group !== undefined && group.length < size && group[0].length === window.length) group.push(window);
    else groups.push([window]);
  }
  return groups;
}

function summedLoss(model: GPT, ids: Int32Array, windows: readonly Window[]): number {
  const T = windows[0].length;
  const inputs = new Int32Array(windows.length * T);
  const targets = new Int32Array(windows.length * T);
  for (const [row, { start, skip }] of windows.entries()) {
    inputs.set(ids.subarray(start, start + T), row * T);
    targets.set(ids.subarray(start + 1, start + 1 + T), row * T);
    targets.fill(-100, row * T, row * T + skip);
  }
  const losses = tidy(() =>
    noGrad(() => {
      const logits = model.forward(fromBuffer(inputs, [windows.length, T])); // [B, T, V]
      return crossEntropy(logits, fromBuffer(targets, [windows.length, T]), { reduction: 'none' }).toTypedArray();
    }),
  );
  let sum = 0;
  for (const loss of losses) sum += loss;
  return sum;
}

function checkOptions(
  model: GPT,
  ids: Int32Array,
  options: Required<{ [K in keyof EvaluateTextOptions]: number }>,
): void {
  if (ids.length < 2) throw new RangeError(`evaluateText: a text of ${ids.length} tokens has nothing to predict`);
  for (const [name, value] of Object.entries(options)) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`evaluateText: ${name} must be an integer ≥ 1, not ${value}`);
  }
  const { blockSize, stride } = options;
  if (blockSize > model.config.blockSize) {
    throw new RangeError(
      `evaluateText: windows of ${blockSize} tokens are more than the model's block size of ${model.config.blockSize}`,
    );
  }
  if (stride > blockSize)
    throw new RangeError(`evaluateText: a stride of ${stride} leaves gaps between windows of ${blockSize}`);
}

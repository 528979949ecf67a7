// biome-ignore-all lint/correctness/noNodejsModules: files are what this entry point is for
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isTensor, type Tensor, toTypedArray } from '@ml/tensor';
import {
  histogramValue,
  imageValue,
  restartEvent,
  scalarValue,
  summaryEvent,
  textValue,
  versionEvent,
} from '../tensorboard/event.ts';
import { histogram } from '../tensorboard/histogram.ts';
import { joined } from '../tensorboard/protobuf.ts';
import { tfRecord } from '../tensorboard/tf-record.ts';

export interface SummaryWriterOptions {
  /** A resumed run goes on from this step: what earlier files of the folder say about it and later steps is void. */
  readonly purgeStep?: number | undefined;
  /** Events kept in memory before they are written; default 10. */
  readonly maxQueue?: number | undefined;
  /** Added to the file's name. */
  readonly filenameSuffix?: string | undefined;
  /** Seconds since 1970; default the clock. */
  readonly now?: (() => number) | undefined;
}

let files = 0;

/**
 * Writes an event file for TensorBoard (`tensorboard --logdir runs`): curves, texts, histograms and pictures over steps.
 *
 * Every writer has a file of its own in the folder; TensorBoard shows a folder as one run. Records are written whole, so that
 * TensorBoard can look on while training goes on.
 *
 * @reference torch.utils.tensorboard.SummaryWriter
 * @example
 * const folder = `${process.getBuiltinModule('node:os').tmpdir()}/example-runs`;
 * const writer = new SummaryWriter(folder);
 * writer.addScalar('loss', 0.25, 1);
 * writer.addText('settings', 'lr = **0.1**');
 * writer.close();
 */
export class SummaryWriter {
  readonly path: string;
  readonly #maxQueue: number;
  readonly #now: () => number;
  #queue: Uint8Array[] = [];
  #file: number | null;

  constructor(folder: string, options: SummaryWriterOptions = {}) {
    const { purgeStep, maxQueue = 10, filenameSuffix = '', now = () => Date.now() / 1000 } = options;
    const began = now();
    const seconds = String(Math.floor(began)).padStart(10, '0');
    const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${files++}${filenameSuffix}`;
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, name);
    this.#maxQueue = maxQueue;
    this.#now = now;
    this.#file = openSync(this.path, 'ax');
    this.#write(versionEvent(began));
    if (purgeStep !== undefined) this.#write(restartEvent(began, purgeStep));
    this.flush();
  }

  /** One point of a curve. */
  addScalar(tag: string, value: number, step = 0): void {
    this.#add(step, scalarValue(tag, value));
  }

  /** Points of several curves, `tag/name` each. */
  addScalars(tag: string, values: Readonly<Record<string, number>>, step = 0): void {
    for (const [name, value] of Object.entries(values)) this.addScalar(`${tag}/${name}`, value, step);
  }

  /** A text, shown as Markdown. */
  addText(tag: string, text: string, step = 0): void {
    this.#add(step, textValue(`${tag}/text_summary`, text));
  }

  /** The distribution of values. @throws {RangeError} when there are none, or one is not finite */
  addHistogram(tag: string, values: Tensor | ArrayLike<number>, step = 0): void {
    this.#add(step, histogramValue(tag, histogram(isTensor(values) ? toTypedArray(values) : values)));
  }

  /** A picture as the bytes of a PNG file. @throws {RangeError} when they are something else */
  addImage(tag: string, png: Uint8Array, step = 0): void {
    this.#add(step, imageValue(tag, png));
  }

  /** Writes what is in memory. */
  flush(): void {
    const bytes = joined(this.#queue);
    this.#queue = [];
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#open(), bytes, at);
  }

  /** Writes what is in memory, and ends the file; a second time does nothing. */
  close(): void {
    if (this.#file === null) return;
    this.flush();
    fsyncSync(this.#file);
    closeSync(this.#file);
    this.#file = null;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(): number {
    if (this.#file === null) throw new Error(`SummaryWriter: ${this.path} is closed`);
    return this.#file;
  }

  #add(step: number, value: readonly Uint8Array[]): void {
    if (!(Number.isSafeInteger(step) && step >= 0))
      throw new RangeError(`SummaryWriter: step must be a whole number ≥ 0, not ${step}`);
    this.#write(summaryEvent(this.#now(), step, value));
    if (this.#queue.length >= this.#maxQueue) this.flush();
  }

  #write(event: Uint8Array): void {
    this.#open();
    this.#queue.push(tfRecord(event));
  }
}

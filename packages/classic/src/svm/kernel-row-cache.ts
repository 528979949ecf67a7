import { allocate, heapView, type Tensor } from '@ml/tensor';
import { type KernelSource, rowLength, rowsTogether } from './kernel-source.ts';
import { range } from './range.ts';

/** Rows that may be in use while a block is loaded. */
const rowsInUse = 4;
const bytesPerMegabyte = 1 << 20;

/**
 * Rows of a kernel matrix, kept as long as there is room; the one that was not used for longest makes way (LRU).
 *
 * Elements are float32, as in libsvm: half the memory and bandwidth. A row is computed together with others that will probably be
 * needed, because a block of rows costs a fraction of so many single ones. They belong to the scope in which they are computed.
 */
export class KernelRowCache {
  readonly #source: KernelSource;
  readonly #elements: number;
  /** Position of each sample among the columns of rows; −1 where it is none. */
  readonly column: Int32Array;
  /** Number of columns. */
  #width: number;
  /** Slot of each sample's row, −1 where there is none; the row in each slot, and its sample. */
  readonly #slotOf: Int32Array;
  #rows: Tensor[] = [];
  readonly #sampleIn: Int32Array;
  /** Slots from the latest to the one not used for longest: a ring that begins and ends at the entry after the last slot. */
  readonly #older: Int32Array;
  readonly #newer: Int32Array;

  /** @param megabytes most memory for rows; some are kept in any case */
  constructor(source: KernelSource, megabytes: number) {
    const n = source.samples;
    this.#source = source;
    this.#elements = Math.max(
      (rowsInUse + rowsTogether) * rowLength(n),
      Math.floor((megabytes * bytesPerMegabyte) / Float32Array.BYTES_PER_ELEMENT),
    );
    this.column = range(n);
    this.#width = n;
    this.#slotOf = new Int32Array(n).fill(-1);
    this.#sampleIn = new Int32Array(n);
    this.#older = new Int32Array(n + 1).fill(n);
    this.#newer = new Int32Array(n + 1).fill(n);
  }

  /** k(x, x) of every sample. */
  get diagonal(): Float64Array {
    return this.#source.diagonal;
  }

  get width(): number {
    return this.#width;
  }

  get #slots(): number {
    return Math.min(this.#source.samples, Math.floor(this.#elements / rowLength(this.#width)));
  }

  /** Whether there is room for the rows of all samples. */
  get holdsAll(): boolean {
    return this.#slots === this.#source.samples;
  }

  /** Rows that `load` is best asked for: what is computed together; the latest rows then stay. */
  get blockRows(): number {
    return Math.min(rowsTogether, this.#source.samples);
  }

  has(sample: number): boolean {
    return this.#slotOf[sample] >= 0;
  }

  /** The row of a sample that `has` one; it is the latest now, and stays when one block of others is loaded. */
  row(sample: number): Tensor {
    const slot = this.#slotOf[sample];
    this.#unlink(slot);
    this.#linkFirst(slot);
    return this.#rows[slot];
  }

  /** Computes the rows of these samples, none of which `has` one. */
  load(samples: Int32Array): void {
    const rows: Tensor[] = [];
    for (const sample of samples) rows.push(this.#place(sample));
    this.#source.fill(samples, rows);
  }

  /** Keeps of every row the columns of these samples, so that more rows find room; null: all columns, and no row is kept. */
  restrict(columns: Int32Array | null): void {
    const places = columns?.map((sample) => this.column[sample]);
    const rows = this.#rows;
    const samples = this.#sampleIn.slice(0, rows.length);
    this.#width = columns?.length ?? this.#source.samples;
    this.column.fill(-1);
    (columns ?? range(this.column.length)).forEach((sample, i) => {
      this.column[sample] = i;
    });
    this.#source.restrict(columns);
    this.#rows = [];
    this.#slotOf.fill(-1);
    this.#older.fill(this.#source.samples);
    this.#newer.fill(this.#source.samples);
    if (places === undefined) {
      for (const row of rows) row.dispose();
      return;
    }
    samples.forEach((sample, slot) => {
      const to = this.#place(sample);
      const [source, target] = [heapView(rows[slot]), heapView(to)];
      for (let i = 0; i < places.length; i++) target[i] = source[places[i]];
      rows[slot].dispose();
    });
  }

  /** Room for the row of a sample, as the latest. */
  #place(sample: number): Tensor {
    const slot = this.#rows.length < this.#slots ? this.#rows.length : this.#evict();
    this.#rows[slot] ??= allocate([rowLength(this.#width)], 'float32');
    this.#slotOf[sample] = slot;
    this.#sampleIn[slot] = sample;
    this.#linkFirst(slot);
    return this.#rows[slot];
  }

  #evict(): number {
    const oldest = this.#newer[this.#source.samples];
    this.#unlink(oldest);
    this.#slotOf[this.#sampleIn[oldest]] = -1;
    return oldest;
  }

  #unlink(slot: number): void {
    const older = this.#older[slot];
    const newer = this.#newer[slot];
    this.#newer[older] = newer;
    this.#older[newer] = older;
  }

  #linkFirst(slot: number): void {
    const head = this.#source.samples;
    const second = this.#older[head];
    this.#older[slot] = second;
    this.#newer[slot] = head;
    this.#newer[second] = slot;
    this.#older[head] = slot;
  }
}

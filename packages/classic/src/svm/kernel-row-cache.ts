import type { KernelSource } from './kernel-source.ts';
import { range } from './range.ts';

/** Elements of a block of rows that are computed together, and fewest rows of one: what makes a matrix product worth its while. */
const blockElements = 1 << 11;
const fewestRows = 4;
/** Rows that may be in use while a block is loaded. */
const rowsInUse = 4;
const bytesPerMegabyte = 1 << 20;

/**
 * Rows of a kernel matrix, kept as long as there is room; the one that was not used for longest makes way (LRU).
 *
 * Elements are float32, as in libsvm: half the memory and bandwidth. A row is computed together with others that will probably be
 * needed, because a block of rows costs a fraction of so many single ones.
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
  #rows: Float32Array[] = [];
  readonly #sampleIn: Int32Array;
  /** Slots from the latest to the one not used for longest: a ring that begins and ends at the entry after the last slot. */
  readonly #older: Int32Array;
  readonly #newer: Int32Array;

  /** @param megabytes most memory for rows; some are kept in any case */
  constructor(source: KernelSource, megabytes: number) {
    const n = source.samples;
    this.#source = source;
    this.#elements = Math.max(
      (rowsInUse + fewestRows) * n,
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
    return Math.min(this.#source.samples, Math.floor(this.#elements / this.#width));
  }

  /** Whether there is room for the rows of all samples. */
  get holdsAll(): boolean {
    return this.#slots === this.#source.samples;
  }

  /** Most rows that `load` may be asked for: the latest four rows then stay. */
  get blockRows(): number {
    const rows = Math.max(fewestRows, Math.floor(blockElements / this.#width));
    return this.holdsAll ? Math.min(rows, this.#slots) : Math.min(rows, this.#slots - rowsInUse);
  }

  has(sample: number): boolean {
    return this.#slotOf[sample] >= 0;
  }

  /** The row of a sample that `has` one; it is the latest now, and stays when one block of others is loaded. */
  row(sample: number): Float32Array {
    const slot = this.#slotOf[sample];
    this.#unlink(slot);
    this.#linkFirst(slot);
    return this.#rows[slot];
  }

  /** Computes the rows of these samples, none of which `has` one. */
  load(samples: Int32Array): void {
    const rows: Float32Array[] = [];
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
    if (places === undefined) return;
    samples.forEach((sample, slot) => {
      const from = rows[slot];
      const to = this.#place(sample);
      for (let i = 0; i < to.length; i++) to[i] = from[places[i]];
    });
  }

  /** Room for the row of a sample, as the latest. */
  #place(sample: number): Float32Array {
    const slot = this.#rows.length < this.#slots ? this.#rows.length : this.#evict();
    this.#rows[slot] ??= new Float32Array(this.#width);
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

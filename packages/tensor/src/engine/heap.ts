import { OutOfMemoryError } from '../errors.ts';
import { type Gap, mergeGaps, takeFromGaps } from './gaps.ts';
import { heapStart } from './kernel-library.ts';
import { memory } from './wasm-memory.ts';

const pageBytes = 65536;
const alignment = 64;

/**
 * The allocator over the one WebAssembly memory. Requests are rounded up to a size class (multiples of 64 bytes up to
 * 1 KiB, then eight classes per doubling, so at most 12.5 % is wasted); a freed block goes to its class's free list and
 * is the next one handed out. Blocks never move, so a loop that repeats itself stops growing the heap after its first
 * round. Only when memory runs out are free neighbours merged, and blocks of other sizes cut from them.
 */
export class Heap {
  f32 = new Float32Array(memory.buffer);
  f64 = new Float64Array(memory.buffer);
  i32 = new Int32Array(memory.buffer);
  u8 = new Uint8Array(memory.buffer);

  liveBytes = 0;
  peakBytes = 0;
  liveBlocks = 0;

  #top = heapStart;
  /** Free blocks by the number of their size class. */
  readonly #free: FreeBlocks[] = [];
  /** What was left over when free blocks were merged; empty until memory has run out once. */
  #gaps: Gap[] = [];
  /** Asked for the largest live owners when memory runs out. */
  describeOwners: () => string = () => '';

  /** Address of a 64-byte aligned block of at least `bytes` bytes; its content is whatever was there before. */
  allocate(bytes: number): number {
    const size = blockSize(bytes);
    const address = this.#free[classOf(size)]?.addresses.pop() ?? this.#extend(size);
    // Counted when it is there: a request that was refused leaves no trace.
    this.liveBytes += size;
    this.liveBlocks++;
    if (this.liveBytes > this.peakBytes) this.peakBytes = this.liveBytes;
    return address;
  }

  /** Gives back the block that `allocate(bytes)` returned. */
  free(address: number, bytes: number): void {
    const size = blockSize(bytes);
    this.liveBytes -= size;
    this.liveBlocks--;
    const number = classOf(size);
    const blocks = this.#free[number];
    if (blocks === undefined) this.#free[number] = { bytes: size, addresses: [address] };
    else blocks.addresses.push(address);
  }

  /** Bytes of memory taken from the system so far, live or not. */
  get reservedBytes(): number {
    return memory.buffer.byteLength;
  }

  /** A block of new memory, or where there is none, one cut from free blocks. */
  #extend(size: number): number {
    const address = takeFromGaps(this.#gaps, size) ?? this.#fromTop(size) ?? this.#fromMerged(size);
    if (address !== null) return address;
    throw new OutOfMemoryError(
      `out of memory: ${size} bytes asked, ${this.liveBytes} live in ${this.liveBlocks} blocks, ${this.reservedBytes} reserved.${this.describeOwners()} ` +
        'Use smaller batches, or wrap the loop body in tidy() so that intermediates are freed each round.',
    );
  }

  #fromTop(size: number): number | null {
    const address = this.#top;
    const end = address + size;
    const have = this.reservedBytes;
    // Not `end > have`: a size that is not a number must not pass.
    if (!(end <= have)) {
      // Grow by an eighth at least: growing is a system call and refreshes the views.
      const wanted = Math.ceil(Math.max(end - have, have / 8) / pageBytes);
      if (!tryGrow(wanted) && !tryGrow(Math.ceil((end - have) / pageBytes))) return null;
      this.#refreshViews();
    }
    this.#top = end;
    return address;
  }

  #fromMerged(size: number): number | null {
    const free = this.#free.flatMap(({ bytes, addresses }) => addresses.map((address) => ({ address, bytes })));
    const rest = { address: this.#top, bytes: this.reservedBytes - this.#top };
    this.#gaps = mergeGaps([...this.#gaps, ...free, rest]);
    this.#top = this.reservedBytes;
    this.#free.length = 0;
    return takeFromGaps(this.#gaps, size);
  }

  #refreshViews(): void {
    this.f32 = new Float32Array(memory.buffer);
    this.f64 = new Float64Array(memory.buffer);
    this.i32 = new Int32Array(memory.buffer);
    this.u8 = new Uint8Array(memory.buffer);
  }
}

interface FreeBlocks {
  readonly bytes: number;
  readonly addresses: number[];
}

function tryGrow(pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

/** The size class of a request. */
export function blockSize(bytes: number): number {
  if (bytes <= 1024) return Math.max(alignment, align(bytes));
  const step = 1 << (28 - Math.clz32(bytes - 1)); // an eighth of the power of two below
  return Math.ceil(bytes / step) * step;
}

/** The number of the class of blocks of `size` bytes: 1 to 16 up to 1 KiB, then eight to a doubling. */
function classOf(size: number): number {
  if (size <= 1024) return size / alignment;
  const zeros = Math.clz32(size - 1);
  return 8 * (22 - zeros) + size / (1 << (28 - zeros));
}

/** The heap every tensor lives in. */
export const heap = new Heap();

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OutOfMemoryError } from '../errors.ts';
import { blockSize, heap } from './heap.ts';
import { scratch } from './scratch.ts';

describe('size classes', () => {
  test('hold the request, waste at most an eighth beyond 1 KiB, and are multiples of 64', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 2 ** 29 }), (bytes) => {
        const size = blockSize(bytes);
        expect(size).toBeGreaterThanOrEqual(bytes);
        expect(size % 64).toBe(0);
        if (bytes > 1024) expect(size).toBeLessThanOrEqual(bytes * 1.125 + 64);
      }),
    );
  });

  test('are their own class', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (bytes) => {
        expect(blockSize(blockSize(bytes))).toBe(blockSize(bytes));
      }),
    );
  });
});

describe('heap', () => {
  test('hands out aligned blocks that do not overlap', () => {
    const sizes = [1, 63, 64, 65, 1000, 5000, 100_000];
    const blocks = sizes
      .map((bytes) => ({ bytes, address: heap.allocate(bytes) }))
      .sort((a, b) => a.address - b.address);
    for (const { address } of blocks) expect(address % 64).toBe(0);
    for (let i = 1; i < blocks.length; i++) {
      expect(blocks[i].address).toBeGreaterThanOrEqual(blocks[i - 1].address + blockSize(blocks[i - 1].bytes));
    }
    for (const { address, bytes } of blocks) heap.free(address, bytes);
  });

  test('reuses a freed block of the same class and counts what lives', () => {
    const live = heap.liveBytes;
    const first = heap.allocate(3000);
    expect(heap.liveBytes).toBe(live + blockSize(3000));
    heap.free(first, 3000);
    expect(heap.liveBytes).toBe(live);
    expect(heap.allocate(2990)).toBe(first);
    heap.free(first, 2990);
  });

  test('grows, and the views see the new memory', () => {
    const bytes = heap.reservedBytes + 1024;
    const address = heap.allocate(bytes);
    heap.f32[(address + bytes - 4) / 4] = 7;
    expect(heap.u8.length).toBe(heap.reservedBytes);
    expect(heap.f32[(address + bytes - 4) / 4]).toBe(7);
    heap.free(address, bytes);
  });

  test('says what lives when memory runs out, and goes on working', () => {
    const live = heap.liveBytes;
    expect(() => heap.allocate(2 ** 32)).toThrow(OutOfMemoryError);
    expect(() => heap.allocate(2 ** 32)).toThrow(/4294967296 bytes asked, \d+ live in \d+ blocks.*tidy\(\)/);
    expect(heap.liveBytes).toBe(live);
    heap.free(heap.allocate(64), 64);
  });

  test('merges free blocks before it refuses', () => {
    const half = 2 ** 29;
    const blocks: number[] = [];
    expect(() => {
      for (;;) blocks.push(heap.allocate(half));
    }).toThrow(OutOfMemoryError);
    const kept = blocks.pop() as number;
    for (const address of blocks) heap.free(address, half);
    const large = heap.allocate(3 * half);
    const small = [5000, 64, 2 ** 20].map((bytes) => ({ bytes, address: heap.allocate(bytes) }));
    const live = [{ bytes: half, address: kept }, { bytes: 3 * half, address: large }, ...small];
    live.sort((a, b) => a.address - b.address);
    for (let i = 1; i < live.length; i++)
      expect(live[i].address).toBeGreaterThanOrEqual(live[i - 1].address + blockSize(live[i - 1].bytes));
    expect(live.every(({ address }) => address % 64 === 0)).toBe(true);
    for (const { address, bytes } of live) heap.free(address, bytes);
    heap.free(heap.allocate(3 * half), 3 * half);
  });

  test('a refused request, however senseless, changes nothing', () => {
    const { liveBytes, liveBlocks, peakBytes, reservedBytes } = heap;
    for (const bytes of [2 ** 32, 2 ** 42, 1e32, Number.POSITIVE_INFINITY, Number.NaN])
      expect(() => heap.allocate(bytes)).toThrow(OutOfMemoryError);
    expect([heap.liveBytes, heap.liveBlocks, heap.peakBytes, heap.reservedBytes]).toEqual([
      liveBytes,
      liveBlocks,
      peakBytes,
      reservedBytes,
    ]);
  });
});

describe('scratch', () => {
  test('holds nothing after the heap refused it', () => {
    scratch(3000);
    expect(() => scratch(2 ** 33)).toThrow(OutOfMemoryError);
    // The old block is free: the heap may give it to a tensor, so the next kernel must not be given it too.
    const taken = heap.allocate(3000);
    expect(scratch(3000)).not.toBe(taken);
    heap.free(taken, 3000);
  });
});

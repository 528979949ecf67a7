// C = A·B (+ C, or + bias): blocks of A and B are packed into panels that stay in cache while register tiles sweep
// over them, as in Goto & van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008.
// Because packing reads through strides, plain, transposed, sliced and broadcast operands all run at the same speed.
//
// Order of summation, the same on every path (packed, in place, matrix–vector, edges): k is cut into blocks of KC
// from its start; within a block each element is one chain of multiply-adds that begins at zero, p ascending; block
// sums are added to the element in order, which begins as zero, bias or C. So an element's bits depend only on its
// row of A, its column of B and its start: not on m, n, batch, strides or on how rows and columns are divided among
// threads. The relaxed build rounds once per multiply-add where the machine fuses, the plain build twice: the two
// builds differ.

import { packEdge, packPanels } from './gemm-pack';
import { MR, tile, tileColumns, tileHeight, wholeTiles } from './gemm-tile';
import { VECTOR_COLUMNS, vectorProduct } from './gemm-vector';

/** Depth of a block, part of the order of summation: panels of A and B this deep fit the first-level cache together. */
const KC: i32 = 256;

/** Rows of A packed at a time (a multiple of 4 and 6): with KC deep 96 kB, for the second-level cache. */
// @ts-ignore: decorator
@inline
function blockRows<T>(): i32 {
  return 384 / <i32>sizeof<T>();
}

/** Columns of B packed at a time: with KC deep 1 MB. */
// @ts-ignore: decorator
@inline
function blockColumns<T>(): i32 {
  return 4096 / <i32>sizeof<T>();
}

/** An operand whose block is this small stays in the caches, and is read in place where its lanes are contiguous. */
const IN_PLACE_BYTES: i64 = 64 * 1024;

/**
 * Up to this many columns of C a plain A is read in place: packing it would take 8 % of the time at 32 columns and 2 % at
 * 128, and beyond that less than the pointers of its rows may cost on a narrow machine. The plain build, whose tiles have
 * four rows, is faster with A packed at every size.
 */
const PLAIN_COLUMNS: i32 = 128;

// @ts-ignore: decorator
@inline
function roundUp(n: i32, multiple: i32): i32 {
  return ((n + multiple - 1) / multiple) * multiple;
}

/** Bytes of A's packed block, a multiple of 64; a whole block of rows for any m, as a batch may join. */
// @ts-ignore: decorator
@inline
function packedBytesA<T>(k: i32): i32 {
  return roundUp(blockRows<T>() * min(k, KC) * <i32>sizeof<T>(), 64);
}

/** Bytes of B's packed block, a multiple of 64. */
// @ts-ignore: decorator
@inline
function packedBytesB<T>(n: i32, k: i32): i32 {
  return roundUp(roundUp(min(n, blockColumns<T>()), tileColumns<T>()) * min(k, KC) * <i32>sizeof<T>(), 64);
}

/** Bytes of scratch for a product of these sizes: both packed blocks, and the tile or vector results pass through. */
// @ts-ignore: decorator
@inline
function scratchBytes<T>(n: i32, k: i32): i32 {
  return packedBytesA<T>(k) + packedBytesB<T>(n, k) + VECTOR_COLUMNS * <i32>sizeof<T>();
}

/** Moves the part of an edge tile that exists from scratch to C. */
export function copyEdge<T>(c: usize, cRow: usize, from: usize, fromRow: usize, edge: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; ++i) {
    for (let j = 0; j < columns; ++j) {
      const at = <usize>j * sizeof<T>();
      const sum = load<T>(edge + at);
      store<T>(c + at, from ? load<T>(from + at) + sum : sum);
    }
    c += cRow;
    edge += 32;
    if (from) from += fromRow;
  }
}

/**
 * All tiles of one block, row by row: C is walked along its rows (down its columns every tile would touch new pages)
 * and A's panel stays near. A's panels start `aUnit` bytes per row apart, B's `bUnit` per column; at the edges both
 * are packed. A plain A in place has an `aRow`, a transposed one an `aStep`, a packed one neither.
 */
export function sweep<T>(
  c: usize, cRow: usize, from: usize, fromRow: usize,
  a: usize, aUnit: usize, aRow: usize, aStep: usize, aEdge: usize,
  b: usize, bUnit: usize, bStep: usize, bEdge: usize,
  m: i32, n: i32, k: i32, edge: usize,
): void {
  const NR = tileColumns<T>();
  const size = sizeof<T>();
  const depth = <usize>k * size;
  const bTile = <usize>NR * bUnit;
  const whole = n / NR;
  const lanes = n % NR;
  for (let i = 0, height = 0; i < m; i += height) {
    height = tileHeight(m - i);
    const rows = min(m - i, height);
    const full = rows == height;
    const panel = full ? a + <usize>i * aUnit : aEdge + <usize>i * depth;
    const row = full ? aRow : 0;
    const ak = full && aStep ? aStep : <usize>height * size;
    let out = c + <usize>i * cRow;
    let base = from ? from + <usize>i * fromRow : 0;
    if (full) {
      tile<T>(height, out, cRow, base, fromRow, panel, row, ak, b, bStep, bTile, whole, k);
      out += <usize>whole * 32;
      if (base) base += <usize>whole * 32;
    } else {
      for (let j = 0; j < whole; ++j) {
        tile<T>(height, edge, 32, 0, 0, panel, 0, ak, b + <usize>j * bTile, bStep, 0, 1, k);
        copyEdge<T>(out, cRow, base, fromRow, edge, rows, NR);
        out += 32;
        if (base) base += 32;
      }
    }
    if (lanes) {
      tile<T>(height, edge, 32, 0, 0, panel, row, ak, bEdge + <usize>(n - lanes) * depth, 32, 0, 1, k);
      copyEdge<T>(out, cRow, base, fromRow, edge, rows, lanes);
    }
  }
}

/** One product of the batch; strides in bytes. */
function multiply<T>(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  aRow: usize, aCol: usize, bRow: usize, bCol: usize, cRow: usize, scratch: usize, accumulate: bool, bias: usize,
): void {
  const NR = tileColumns<T>();
  const size = sizeof<T>();
  const packedA = scratch;
  const packedB = packedA + packedBytesA<T>(k);
  const edge = packedB + packedBytesB<T>(n, k);
  const depthBytes = <i64>min(k, KC) * <i64>size;
  // An expanded A is packed: sweep takes strides of 0 to mean packed panels, whose step follows their height.
  const transposedA = aRow == size && aCol != 0;
  const plainA = ASC_FEATURE_RELAXED_SIMD && !transposedA && aCol == size && aRow != 0 && n <= PLAIN_COLUMNS;
  const inPlaceA = (transposedA || plainA) && <i64>m * depthBytes <= IN_PLACE_BYTES;
  const inPlaceB = bCol == size && (m <= 2 * MR || <i64>n * depthBytes <= IN_PLACE_BYTES);
  for (let j = 0; j < n; j += blockColumns<T>()) {
    const columns = min(n - j, blockColumns<T>());
    for (let p = 0; p < k; p += KC) {
      const depth = min(k - p, KC);
      const unit = <usize>depth * size;
      const bAt = b + <usize>p * bRow + <usize>j * bCol;
      const whole = columns - columns % NR;
      if (!inPlaceB) packPanels<T>(packedB, bAt, whole / NR, NR, depth, bCol, bRow);
      if (whole < columns) {
        packEdge<T>(packedB + <usize>whole * unit, bAt + <usize>whole * bCol, columns - whole, NR, depth, bCol, bRow);
      }
      const out = c + <usize>j * size;
      const ongoing = p > 0 || accumulate;
      const from = ongoing ? out : bias ? bias + <usize>j * size : 0;
      const fromRow = ongoing ? cRow : 0;
      for (let i = 0; i < m; i += blockRows<T>()) {
        const rows = min(m - i, blockRows<T>());
        const aAt = a + <usize>i * aRow + <usize>p * aCol;
        const high = wholeTiles(rows);
        if (!inPlaceA) packPanels<T>(packedA, aAt, high / MR, MR, depth, aRow, aCol);
        for (let q = high, height = 0; q < rows; q += height) {
          height = tileHeight(rows - q);
          const panel = packedA + <usize>q * unit;
          const rowsAt = aAt + <usize>q * aRow;
          if (rows - q < height) packEdge<T>(panel, rowsAt, rows - q, height, depth, aRow, aCol);
          else if (!inPlaceA) packPanels<T>(panel, rowsAt, 1, height, depth, aRow, aCol);
        }
        sweep<T>(
          out + <usize>i * cRow, cRow, from ? from + <usize>i * fromRow : 0, fromRow,
          inPlaceA ? aAt : packedA, inPlaceA ? aRow : unit,
          inPlaceA && plainA ? aRow : 0, inPlaceA && transposedA ? aCol : 0, packedA,
          inPlaceB ? bAt : packedB, inPlaceB ? size : unit, inPlaceB ? bRow : 32, packedB,
          rows, columns, depth, edge,
        );
      }
    }
  }
}

/** k = 0: the empty sum, so zeros or the bias; C stays when accumulating. */
function fillEmpty<T>(c: usize, m: i32, n: i32, cRow: usize, accumulate: bool, bias: usize): void {
  if (accumulate) return;
  for (let i = 0; i < m; ++i) {
    if (bias) memory.copy(c, bias, <usize>n * sizeof<T>());
    else memory.fill(c, 0, <usize>n * sizeof<T>());
    c += cRow;
  }
}

/** The batch: chooses a path by shape alone. */
function gemm<T>(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  aRow: i32, aCol: i32, bRow: i32, bCol: i32, cRow: i32,
  batch: i32, aBatch: i32, bBatch: i32, cBatch: i32, scratch: usize, accumulate: i32, bias: usize,
): void {
  if (m <= 0 || n <= 0) return;
  // A batch that shares one B and lies evenly in A and C is a single tall product: B is packed once.
  if (batch > 1 && bBatch == 0 && aBatch == m * aRow && cBatch == m * cRow) {
    m *= batch;
    batch = 1;
  }
  const size = <i32>sizeof<T>();
  const adding = accumulate != 0;
  for (let i = 0; i < batch; ++i) {
    if (k <= 0) {
      fillEmpty<T>(c, m, n, cRow * size, adding, bias);
    } else if (m == 1) {
      const from = adding ? c : bias;
      vectorProduct<T>(c, size, from, size, a, aCol * size, b, bRow * size, bCol * size, n, k, KC, scratch);
    } else if (n == 1) {
      const from = adding ? c : bias;
      const fromStep = adding ? cRow * size : 0;
      vectorProduct<T>(c, cRow * size, from, fromStep, b, bRow * size, a, aCol * size, aRow * size, m, k, KC, scratch);
    } else {
      multiply<T>(
        c, a, b, m, n, k, aRow * size, aCol * size, bRow * size, bCol * size, cRow * size, scratch, adding, bias,
      );
    }
    a += aBatch * size;
    b += bBatch * size;
    c += cBatch * size;
  }
}

/** Bytes of 64-byte aligned scratch gemm_f32 needs for these sizes and any batch; at most 1.2 MB. */
export function gemmScratch_f32(m: i32, n: i32, k: i32): i32 {
  return scratchBytes<f32>(n, k);
}

/** Bytes of 64-byte aligned scratch gemm_f64 needs for these sizes and any batch; at most 1.2 MB. */
export function gemmScratch_f64(m: i32, n: i32, k: i32): i32 {
  return scratchBytes<f64>(n, k);
}

/**
 * C[i] = A[i]·B[i] for i < batch, + C[i] when accumulate ≠ 0, otherwise + bias on every row when bias ≠ 0. A and B
 * have any strides (elements; 0 broadcasts, negative reverses), C has unit column stride and overlaps no input. k = 0
 * is an empty sum.
 * @shape a [batch, m, k], b [batch, k, n], bias [n] → c [batch, m, n]
 */
export function gemm_f32(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  aRow: i32, aCol: i32, bRow: i32, bCol: i32, cRow: i32,
  batch: i32, aBatch: i32, bBatch: i32, cBatch: i32, scratch: usize, accumulate: i32, bias: usize,
): void {
  gemm<f32>(c, a, b, m, n, k, aRow, aCol, bRow, bCol, cRow, batch, aBatch, bBatch, cBatch, scratch, accumulate, bias);
}

/** gemm_f32 in double precision. */
export function gemm_f64(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  aRow: i32, aCol: i32, bRow: i32, bCol: i32, cRow: i32,
  batch: i32, aBatch: i32, bBatch: i32, cBatch: i32, scratch: usize, accumulate: i32, bias: usize,
): void {
  gemm<f64>(c, a, b, m, n, k, aRow, aCol, bRow, bCol, cRow, batch, aBatch, bBatch, cBatch, scratch, accumulate, bias);
}

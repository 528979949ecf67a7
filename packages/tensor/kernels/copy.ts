// Gathers a strided 2-D view into rows: out[i·outRow + j] = x[i·xRow + j·xCol]. Strides of x may be zero or negative.
// Four cases: rows that are contiguous (memory.copy), one value per row (fill), a transpose (xRow = 1: square tiles
// turned in registers, so that both sides are touched in whole vectors), and anything else element by element.
import { fill_32, fill_64, fill_8 } from './fill';

/** Rows shorter than this many bytes are copied by a loop: a bulk-memory call costs more than they do. */
const BULK: usize = 64;

/** Elements on a side of the blocks in which far-strided columns are walked, so that cache lines are used whole. */
const BLOCK: i32 = 32;

// @ts-ignore: decorator
@inline
function contiguousRows<T>(out: usize, x: usize, rows: i32, cols: i32, outRow: i32, xRow: i32): void {
  const bytes = <usize>cols << alignof<T>();
  const outStep = <usize>outRow << alignof<T>();
  const step = <usize>xRow << alignof<T>();
  for (; rows > 0; rows--, out += outStep, x += step) {
    if (bytes >= BULK) memory.copy(out, x, bytes);
    else for (let at: usize = 0; at < bytes; at += sizeof<T>()) store<T>(out + at, load<T>(x + at));
  }
}

// @ts-ignore: decorator
@inline
function strided<T>(out: usize, x: usize, i0: i32, i1: i32, j0: i32, j1: i32, outRow: i32, xRow: i32, xCol: i32): void {
  const next = <usize>xCol << alignof<T>();
  for (let i = i0; i < i1; i++) {
    let to = out + (<usize>(i * outRow + j0) << alignof<T>());
    let from = x + (<usize>(i * xRow + j0 * xCol) << alignof<T>());
    for (let j = j0; j < j1; j++, to += sizeof<T>(), from += next) store<T>(to, load<T>(from));
  }
}

/** Any strides; in blocks when neighbours in memory lie along i, so that the lines read for one row serve the next. */
// @ts-ignore: decorator
@inline
function general<T>(out: usize, x: usize, rows: i32, cols: i32, outRow: i32, xRow: i32, xCol: i32): void {
  if (abs(xRow) >= abs(xCol)) {
    strided<T>(out, x, 0, rows, 0, cols, outRow, xRow, xCol);
    return;
  }
  for (let i = 0; i < rows; i += BLOCK) {
    for (let j = 0; j < cols; j += BLOCK) {
      strided<T>(out, x, i, min(rows, i + BLOCK), j, min(cols, j + BLOCK), outRow, xRow, xCol);
    }
  }
}

/** Turns one 4×4 tile of 32-bit elements. */
// @ts-ignore: decorator
@inline
function turn4(out: usize, x: usize, outStep: usize, xStep: usize): void {
  const a = v128.load(x);
  const b = v128.load(x + xStep);
  const c = v128.load(x + 2 * xStep);
  const d = v128.load(x + 3 * xStep);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const ef = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const gh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(out + outStep, v128.shuffle<i64>(ab, cd, 1, 3));
  v128.store(out + 2 * outStep, v128.shuffle<i64>(ef, gh, 0, 2));
  v128.store(out + 3 * outStep, v128.shuffle<i64>(ef, gh, 1, 3));
}

/** xRow = 1. Sixteen rows, one cache line of x, are turned together; the edges are done element by element. */
function transpose32(out: usize, x: usize, rows: i32, cols: i32, outRow: i32, xCol: i32): void {
  const outStep = <usize>outRow << 2;
  const xStep = <usize>xCol << 2;
  const colsDone = cols & ~3;
  let i = 0;
  while (i + 4 <= rows) {
    const band = min(16, (rows - i) & ~3);
    for (let j = 0; j < colsDone; j += 4) {
      let to = out + (<usize>(i * outRow + j) << 2);
      let from = x + (<usize>(i + j * xCol) << 2);
      for (let r = 0; r < band; r += 4, to += 4 * outStep, from += 16) turn4(to, from, outStep, xStep);
    }
    i += band;
  }
  strided<i32>(out, x, 0, i, colsDone, cols, outRow, 1, xCol);
  general<i32>(out + <usize>i * outStep, x + (<usize>i << 2), rows - i, cols, outRow, 1, xCol);
}

/** xRow = 1, in 2×2 tiles, eight rows (one cache line of x) together. */
function transpose64(out: usize, x: usize, rows: i32, cols: i32, outRow: i32, xCol: i32): void {
  const outStep = <usize>outRow << 3;
  const xStep = <usize>xCol << 3;
  const colsDone = cols & ~1;
  let i = 0;
  while (i + 2 <= rows) {
    const band = min(8, (rows - i) & ~1);
    for (let j = 0; j < colsDone; j += 2) {
      let to = out + (<usize>(i * outRow + j) << 3);
      let from = x + (<usize>(i + j * xCol) << 3);
      for (let r = 0; r < band; r += 2, to += 2 * outStep, from += 16) {
        const a = v128.load(from);
        const b = v128.load(from + xStep);
        v128.store(to, v128.shuffle<i64>(a, b, 0, 2));
        v128.store(to + outStep, v128.shuffle<i64>(a, b, 1, 3));
      }
    }
    i += band;
  }
  strided<i64>(out, x, 0, i, colsDone, cols, outRow, 1, xCol);
  general<i64>(out + <usize>i * outStep, x + (<usize>i << 3), rows - i, cols, outRow, 1, xCol);
}

// @ts-ignore: decorator
@inline
function copy<T>(out: usize, x: usize, rows: i32, cols: i32, outRow: i32, xRow: i32, xCol: i32): void {
  if (rows <= 0 || cols <= 0) return;
  if (outRow == cols) {
    if (cols == 1) {
      cols = rows;
      xCol = xRow;
      rows = 1;
    } else if (xRow == cols * xCol) {
      cols *= rows;
      rows = 1;
    }
  }
  if (xCol == 1) contiguousRows<T>(out, x, rows, cols, outRow, xRow);
  else if (xCol == 0) {
    const outStep = <usize>outRow << alignof<T>();
    const step = <usize>xRow << alignof<T>();
    for (; rows > 0; rows--, out += outStep, x += step) {
      if (sizeof<T>() == 1) fill_8(out, load<u8>(x), cols);
      else if (sizeof<T>() == 4) fill_32(out, load<i32>(x), cols);
      else fill_64(out, load<f64>(x), cols);
    }
  } else if (xRow == 1 && rows > 1 && sizeof<T>() == 4) transpose32(out, x, rows, cols, outRow, xCol);
  else if (xRow == 1 && rows > 1 && sizeof<T>() == 8) transpose64(out, x, rows, cols, outRow, xCol);
  else general<T>(out, x, rows, cols, outRow, xRow, xCol);
}

export function copy_8(out: usize, x: usize, rows: i32, cols: i32, outRow: i32, xRow: i32, xCol: i32): void {
  copy<u8>(out, x, rows, cols, outRow, xRow, xCol);
}

export function copy_32(out: usize, x: usize, rows: i32, cols: i32, outRow: i32, xRow: i32, xCol: i32): void {
  copy<i32>(out, x, rows, cols, outRow, xRow, xCol);
}

export function copy_64(out: usize, x: usize, rows: i32, cols: i32, outRow: i32, xRow: i32, xCol: i32): void {
  copy<i64>(out, x, rows, cols, outRow, xRow, xCol);
}

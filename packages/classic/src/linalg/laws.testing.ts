import { Rng } from '@ml/tensor';
import { expect } from 'vitest';
import { multiply } from './multiply.ts';
import { transposed } from './transposed.ts';

export function normals(seed: number, count: number): Float64Array {
  return new Rng(seed).fillNormal(new Float64Array(count));
}

/** QᵀQ = I to `tolerance`. @shape q [rows, columns] */
export function expectOrthonormalColumns(q: Float64Array, rows: number, columns: number, tolerance = 1e-13): void {
  const products = multiply(q, q, { size: [columns, rows, columns], transposeA: true });
  products.forEach((value, i) => {
    const expected = Number(i % columns === Math.floor(i / columns));
    expect(Math.abs(value - expected), `product ${i}`).toBeLessThanOrEqual(tolerance);
  });
}

export function expectOrthonormalRows(q: Float64Array, rows: number, columns: number, tolerance = 1e-13): void {
  expectOrthonormalColumns(transposed(q, rows, columns), columns, rows, tolerance);
}

/** Elements agree to `tolerance` times the largest one. */
export function expectNear(found: Float64Array, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  const scale = Math.max(Number.MIN_VALUE, ...Array.from(expected, Math.abs));
  found.forEach((value, i) => {
    expect(Math.abs(value - expected[i]), `element ${i}: ${value}, expected ${expected[i]}`).toBeLessThanOrEqual(
      tolerance * scale,
    );
  });
}

import {
  EXPONENTIAL_BOUNDS_BASE64,
  EXPONENTIAL_HEIGHTS_BASE64,
  EXPONENTIAL_WIDTHS_BASE64,
} from './ziggurat-exponential-data.ts';
import { NORMAL_BOUNDS_BASE64, NORMAL_HEIGHTS_BASE64, NORMAL_WIDTHS_BASE64 } from './ziggurat-normal-data.ts';

/** Per layer i: x = widths[i]·j, accepted at once when j < bounds[i], curve height heights[i]. All [256]. */
export interface ZigguratTables<A extends Float64Array | Float32Array = Float64Array> {
  readonly widths: A;
  readonly bounds: Float64Array;
  readonly heights: A;
}

/** Standard normal, j of 52 bits. */
export const NORMAL_TABLES: ZigguratTables = /* @__PURE__ */ decodeTables(
  NORMAL_WIDTHS_BASE64,
  NORMAL_BOUNDS_BASE64,
  NORMAL_HEIGHTS_BASE64,
);

/** Standard normal in float32, j of 23 bits: NumPy's float tables are these doubles, rounded. */
export const NORMAL_FLOAT_TABLES: ZigguratTables<Float32Array> = /* @__PURE__ */ roundTables(NORMAL_TABLES, 52 - 23);

/** Standard exponential, j of 53 bits. */
export const EXPONENTIAL_TABLES: ZigguratTables = /* @__PURE__ */ decodeTables(
  EXPONENTIAL_WIDTHS_BASE64,
  EXPONENTIAL_BOUNDS_BASE64,
  EXPONENTIAL_HEIGHTS_BASE64,
);

function decodeTables(widths: string, bounds: string, heights: string): ZigguratTables {
  return { widths: decodeDoubles(widths), bounds: decodeDoubles(bounds), heights: decodeDoubles(heights) };
}

function decodeDoubles(base64: string): Float64Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true));
}

function roundTables({ widths, bounds, heights }: ZigguratTables, droppedBits: number): ZigguratTables<Float32Array> {
  const scale = 2 ** droppedBits;
  return {
    widths: Float32Array.from(widths, (width) => width * scale),
    bounds: bounds.map((bound) => Math.round(bound / scale)),
    heights: Float32Array.from(heights),
  };
}

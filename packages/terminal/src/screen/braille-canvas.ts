/** Dots of a braille cell by row and column, as bits above U+2800. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** A cell of a drawing: its character, and the layer on top. */
export interface Cell {
  readonly character: string;
  /** The layer drawn last of those that have a dot here, −1 for none. */
  readonly layer: number;
}

/**
 * A drawing in braille characters, two dots wide and four high in each cell of the terminal. Every cell remembers which
 * layer was drawn on it last, so that layers can have colours.
 */
export class BrailleCanvas {
  readonly columns: number;
  readonly rows: number;
  readonly #bits: Uint8Array;
  readonly #layers: Int8Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.#bits = new Uint8Array(columns * rows);
    this.#layers = new Int8Array(columns * rows).fill(-1);
  }

  get width(): number {
    return 2 * this.columns;
  }

  get height(): number {
    return 4 * this.rows;
  }

  /** Sets the dot at column x from the left and row y from the top; dots outside are ignored. */
  dot(x: number, y: number, layer: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const cell = (y >> 2) * this.columns + (x >> 1);
    this.#bits[cell] |= DOTS[y & 3][x & 1];
    this.#layers[cell] = layer;
  }

  /** A straight line between two dots, both included. */
  line(x0: number, y0: number, x1: number, y1: number, layer: number): void {
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let i = 0; i <= steps; i++) {
      this.dot(Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps), layer);
    }
  }

  row(y: number): Cell[] {
    return Array.from({ length: this.columns }, (_, x) => {
      const at = y * this.columns + x;
      const layer = this.#layers[at];
      return { character: layer < 0 ? ' ' : String.fromCharCode(0x2800 + this.#bits[at]), layer };
    });
  }
}

/** More points than a picture has columns. */
const MOST = 1024;

/** The points of a curve, however many are added: when there are too many, neighbours are averaged. */
export class CurvePoints {
  #points: [x: number, y: number][] = [];
  #stride = 1;
  #pending: number[] = [];

  add(x: number, y: number): void {
    this.#pending.push(y);
    if (this.#pending.length < this.#stride) return;
    this.#points.push([x, mean(this.#pending)]);
    this.#pending = [];
    if (this.#points.length < MOST) return;
    this.#points = this.#points.flatMap(([at, value], i): [number, number][] =>
      i % 2 === 1 ? [[at, (this.#points[i - 1][1] + value) / 2]] : [],
    );
    this.#stride *= 2;
  }

  /** Means of neighbours, each at the last of them. */
  get points(): readonly (readonly [x: number, y: number])[] {
    return this.#points;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

// The steps of the recurrent kernels one element after the other, for float64 and as their oracle: see kernels/recurrence.ts,
// lstm.ts, gru.ts and rnn.ts for what they compute. Arguments are theirs, byte addresses included.

/** The memory the addresses are of, as floats and as int32. */
export interface StepMemory {
  readonly floats: Float32Array | Float64Array;
  readonly integers: Int32Array;
}

/** h, c, gates, inner, product, hBefore, cBefore, lengths, t, rows, H. */
export type StepArguments = readonly number[];
/** dGates, dProduct, carry, dC, dOutput, product, gates, inner, h, hBefore, c, cBefore, lengths, t, rows, H. */
export type StepBackwardArguments = readonly number[];

/** Of one element: where its state lies, and its gates, `H` apart. */
type Element = (state: number, gates: number) => void;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export function naiveLstmStep(memory: StepMemory, list: StepArguments): void {
  const x = memory.floats;
  const [h, c, gates, , product, hBefore, cBefore] = places(memory, list, 7);
  const [lengths, t, rows, H] = list.slice(7);
  const running: Element = (s, g) => {
    const [i, f, candidate, o] = [0, 1, 2, 3].map((k) => gates + g + k * H);
    const sum = (k: number): number => x[gates + g + k * H] + x[product + g + k * H];
    x[i] = sigmoid(sum(0));
    x[f] = sigmoid(sum(1));
    x[candidate] = Math.tanh(sum(2));
    x[o] = sigmoid(sum(3));
    x[c + s] = x[f] * x[cBefore + s] + x[i] * x[candidate];
    x[h + s] = x[o] * Math.tanh(x[c + s]);
  };
  forElements(memory, lengths, t, rows, H, 4, running, (s) => {
    x[h + s] = x[hBefore + s];
    x[c + s] = x[cBefore + s];
  });
}

export function naiveLstmBackward(memory: StepMemory, list: StepBackwardArguments): void {
  const x = memory.floats;
  const [dGates, , carry, dC, dOutput, product, gates, , , , c, cBefore] = places(memory, list, 12);
  const [lengths, t, rows, H] = list.slice(12);
  const running: Element = (s, g) => {
    const dh = x[carry + s] + at(x, product, s) + at(x, dOutput, s);
    const [i, f, candidate, o] = [0, 1, 2, 3].map((k) => x[gates + g + k * H]);
    const y = Math.tanh(x[c + s]);
    const dCell = x[dC + s] + dh * o * (1 - y * y);
    const d = dGates + g;
    x[d] = dCell * candidate * i * (1 - i);
    x[d + H] = dCell * x[cBefore + s] * f * (1 - f);
    x[d + 2 * H] = dCell * i * (1 - candidate * candidate);
    x[d + 3 * H] = dh * y * o * (1 - o);
    x[dC + s] = dCell * f;
    x[carry + s] = 0;
  };
  forElements(memory, lengths, t, rows, H, 4, running, ended(x, [dGates], carry, product, H, 4));
}

export function naiveGruStep(memory: StepMemory, list: StepArguments): void {
  const x = memory.floats;
  const [h, , gates, inner, product, hBefore] = places(memory, list, 7);
  const [lengths, t, rows, H] = list.slice(7);
  const running: Element = (s, g) => {
    const [r, z, n] = [0, 1, 2].map((k) => gates + g + k * H);
    x[r] = sigmoid(x[r] + x[product + g]);
    x[z] = sigmoid(x[z] + x[product + g + H]);
    x[inner + s] = x[product + g + 2 * H];
    x[n] = Math.tanh(x[n] + x[r] * x[inner + s]);
    x[h + s] = x[n] + x[z] * (x[hBefore + s] - x[n]);
  };
  forElements(memory, lengths, t, rows, H, 3, running, (s) => {
    x[h + s] = x[hBefore + s];
  });
}

export function naiveGruBackward(memory: StepMemory, list: StepBackwardArguments): void {
  const x = memory.floats;
  const [dGates, dProduct, carry, , dOutput, product, gates, inner, , hBefore] = places(memory, list, 12);
  const [lengths, t, rows, H] = list.slice(12);
  const running: Element = (s, g) => {
    const dh = x[carry + s] + at(x, product, s) + at(x, dOutput, s);
    const [r, z, n] = [0, 1, 2].map((k) => x[gates + g + k * H]);
    const dn = dh * (1 - z) * (1 - n * n);
    x[dGates + g] = dn * x[inner + s] * r * (1 - r);
    x[dGates + g + H] = dh * (x[hBefore + s] - n) * z * (1 - z);
    x[dGates + g + 2 * H] = dn;
    x[dProduct + g] = x[dGates + g];
    x[dProduct + g + H] = x[dGates + g + H];
    x[dProduct + g + 2 * H] = dn * r;
    x[carry + s] = dh * z;
  };
  forElements(memory, lengths, t, rows, H, 3, running, ended(x, [dGates, dProduct], carry, product, H, 3));
}

export function naiveRnnStep(bounded: boolean): (memory: StepMemory, list: StepArguments) => void {
  const f = bounded ? Math.tanh : (a: number): number => Math.max(a, 0);
  return (memory, list) => {
    const x = memory.floats;
    const [h, , gates, , product, hBefore] = places(memory, list, 7);
    const [lengths, t, rows, H] = list.slice(7);
    const running: Element = (s) => {
      x[h + s] = f(x[gates + s] + x[product + s]);
    };
    forElements(memory, lengths, t, rows, H, 1, running, (s) => {
      x[h + s] = x[hBefore + s];
    });
  };
}

export function naiveRnnBackward(bounded: boolean): (memory: StepMemory, list: StepBackwardArguments) => void {
  const slope = bounded ? (y: number): number => 1 - y * y : (y: number): number => (y > 0 ? 1 : 0);
  return (memory, list) => {
    const x = memory.floats;
    const [dGates, , carry, , dOutput, product, , , h] = places(memory, list, 12);
    const [lengths, t, rows, H] = list.slice(12);
    const running: Element = (s) => {
      x[dGates + s] = (x[carry + s] + at(x, product, s) + at(x, dOutput, s)) * slope(x[h + s]);
      x[carry + s] = 0;
    };
    forElements(memory, lengths, t, rows, H, 1, running, ended(x, [dGates], carry, product, H, 1));
  };
}

/** Indices of the first `count` arguments, which are addresses. */
function places({ floats }: StepMemory, list: readonly number[], count: number): number[] {
  return list.slice(0, count).map((address) => address / floats.BYTES_PER_ELEMENT);
}

/** An element of what may be missing: address 0. */
function at(x: Float32Array | Float64Array, start: number, i: number): number {
  return start === 0 ? 0 : x[start + i];
}

/** Every element of the rows, by whether their sequence has ended by step t. */
function forElements(
  { integers }: StepMemory,
  lengths: number,
  t: number,
  rows: number,
  H: number,
  G: number,
  running: Element,
  ended: Element,
): void {
  for (let row = 0; row < rows; row++) {
    const visit = lengths !== 0 && t >= integers[lengths / 4 + row] ? ended : running;
    for (let i = 0; i < H; i++) visit(row * H + i, row * G * H + i);
  }
}

/** No gradient for the gates, and dh goes on as it is. */
function ended(
  x: Float32Array | Float64Array,
  gradients: readonly number[],
  carry: number,
  product: number,
  H: number,
  G: number,
): Element {
  return (s, g) => {
    for (const gradient of gradients) for (let k = 0; k < G; k++) x[gradient + g + k * H] = 0;
    x[carry + s] += at(x, product, s);
  };
}

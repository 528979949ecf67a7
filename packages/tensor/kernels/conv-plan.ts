// How a convolution is laid out: written by src/engine/conv-plan.ts, read by the kernels. All words are int32. Behind
// them follow the offsets of the summands [k], of the columns [n] and, where the result is scattered, of its elements [n].

// @ts-ignore: decorator
@unmanaged
export class Plan {
  /** The matrix product of one group of one image: result [m, n], k summands. */
  m: i32;
  n: i32;
  k: i32;
  groups: i32;
  /** Columns of a task. */
  chunk: i32;
  /** Elements of one channel of the result. */
  plane: i32;
  /** 1: column j belongs at the j-th of the last offsets. */
  scattered: i32;
  images: i32;
  /** Summands of a block: all blocks but the last have as many. */
  block: i32;
  /** The image of one group as it lies in memory. */
  channels: i32;
  depth: i32;
  height: i32;
  width: i32;
  /** Bytes of its copy with a border of zeros, 0 where none is needed; then bytes to its first element and its strides. */
  bytes: i32;
  start: i32;
  channel: i32;
  slice: i32;
  row: i32;
  /** With channels first: element w of a row goes to w % phases · phase + w / phases elements, w counted from −left. */
  phases: i32;
  phase: i32;
  left: i32;
  /** For the adjoint: taps of the kernel, positions in a row of dY and elements of dX between them. */
  taps: i32;
  run: i32;
  step: i32;
  /** Blocks of channels in a group; for the gradient by the weights: images in a block of summands. */
  share: i32;
}

/** Bytes of the words before the offsets. */
// @ts-ignore: decorator
@inline
export function planBytes(): usize {
  return offsetof<Plan>();
}

/** What peers are asked to do. Operands are float32 where the peer has such a type. */
export type Operation =
  | 'matmul'
  | 'matmulNT'
  | 'add'
  | 'exp'
  | 'tanh'
  | 'gelu'
  | 'sum all'
  | 'sum axis 0'
  | 'sum axis 1'
  | 'mean all'
  | 'mean axis 0'
  | 'mean axis 1'
  | 'max all'
  | 'argsort'
  | 'transpose';

export interface Operand {
  readonly values: Float32Array<ArrayBuffer>;
  readonly shape: readonly number[];
}

/** One operation on operands that are already the peer's own arrays. */
export interface PeerWork {
  /** Computes and frees the result; a promise where the peer answers with one. */
  readonly run: () => unknown;
  /** The result in row-major order, to be held against ours. */
  readonly result: () => Promise<ArrayLike<number>>;
}

export interface Peer {
  readonly name: string;
  /** Null where the peer has no such operation. */
  prepare(operation: Operation, operands: readonly Operand[]): PeerWork | null;
}

/** How a library is spoken to; `A` are its arrays, `R` what its operations give back. */
export interface PeerDescription<A, R> {
  readonly name: string;
  readonly array: (operand: Operand) => A;
  /** The peer's own form of each operation it has; operands must be usable again afterwards. */
  readonly operations: Readonly<Partial<Record<Operation, (x: A, y: A) => R>>>;
  /** Waits until the result is there, and frees it. */
  readonly finish: (result: R) => unknown;
  readonly read: (result: R) => ArrayLike<number> | Promise<ArrayLike<number>>;
}

export function describePeer<A, R>({ name, array, operations, finish, read }: PeerDescription<A, R>): Peer {
  return {
    name,
    prepare(operation, operands) {
      const work = operations[operation];
      if (work === undefined) return null;
      const [x, y = x] = operands.map(array);
      return { run: () => finish(work(x, y)), result: async () => read(work(x, y)) };
    },
  };
}

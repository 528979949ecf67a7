import { openPython } from './python.ts';

export interface TorchReply {
  readonly parameters: number;
  /** Of the last step; null when none was asked for. */
  readonly loss: number | null;
}

/** A Python that trains the same model with PyTorch, a few steps for every line it is sent. R says which model. */
export interface Torch<R> {
  /** Version, and the BLAS behind it. */
  readonly about: string;
  readonly threads: number;
  train(request: R & { readonly steps: number }): Promise<TorchReply>;
  close(): void;
}

/**
 * @param program one of those in `torch/`
 * @param small a model that takes no time to try
 * @throws {Error} where there is no Python, or no torch in it, or one that cannot train the model
 */
export async function openTorch<R extends object>(program: string, threads: number, small: R): Promise<Torch<R>> {
  const { about, ask, close } = await openPython(`torch/${program}`, threads);
  const train = (request: R & { readonly steps: number }) => ask<TorchReply>(request);
  // An old torch may load and yet lack something that the model needs: better said here than in the middle.
  await train({ ...small, steps: 1 });
  return { about, threads, train, close };
}

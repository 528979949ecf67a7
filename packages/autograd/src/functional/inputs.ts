import { isFloat, type Tensor, zeros } from '@ml/tensor';
import { GradientError } from '../gradient-error.ts';
import type { Variable } from '../leaf.ts';
import { type Collector, variable } from '../local-vjp.ts';
import { isRecording } from '../mode.ts';
import { nextSequence } from '../node.ts';
import { startRecorder } from '../recorder.ts';
import { mapTree, type Tree } from './tree.ts';

/** The arguments of a differentiated function: some of them replaced by variables. */
export interface Inputs {
  /** Nodes made for this transform have at least this number. */
  readonly start: number;
  /** What to call the function with. */
  readonly args: readonly unknown[];
  /** The original tensors that were replaced, in the order of `variables`. */
  readonly originals: readonly Tensor[];
  readonly variables: readonly Variable[];
  /** Puts one value per variable into the shape of the given arguments; non-tensors become null. */
  readonly unflatten: (values: readonly Tensor[]) => unknown[];
}

/**
 * Replaces every tensor in the chosen arguments by a variable.
 * Outside `noGrad` variables remember where their values come from, should that be differentiated too.
 *
 * @param chosen indices of arguments
 */
export function asVariables(op: string, args: readonly Tree[], chosen: readonly number[]): Inputs {
  startRecorder();
  const start = nextSequence();
  const originals: Tensor[] = [];
  const variables: Variable[] = [];
  const replace = (x: Tensor): Tensor => {
    if (!isFloat(x.dtype)) {
      throw new GradientError(
        `${op}: an argument of type ${x.dtype} has no gradient; cast it to float32 or float64, or leave it out of argnums`,
      );
    }
    const { handle, node } = variable(x, isRecording());
    originals.push(x);
    variables.push(node);
    return handle;
  };
  for (const index of chosen) {
    if (!Number.isInteger(index) || index < 0 || index >= args.length) {
      throw new RangeError(`${op}: argnums names argument ${index} of ${args.length}`);
    }
  }
  const replaced = args.map((arg, i) => (chosen.includes(i) ? mapTree(arg, replace, (value) => value) : arg));
  if (variables.length === 0)
    throw new GradientError(`${op}: there is no tensor in the arguments to differentiate with respect to`);
  const unflatten = (values: readonly Tensor[]): unknown[] => {
    let next = 0;
    // The order in which `args.map` met them, whatever order `chosen` has.
    const trees = new Map(
      args.flatMap((arg, i): [number, unknown][] =>
        chosen.includes(i)
          ? [
              [
                i,
                mapTree(
                  arg,
                  () => values[next++],
                  () => null,
                ),
              ],
            ]
          : [],
      ),
    );
    return chosen.map((i) => trees.get(i));
  };
  return { start, args: replaced, originals, variables, unflatten };
}

/** What a pass collected for the variables, with zeros where nothing arrived. */
export function collected({ originals }: Inputs, collector: Collector): Tensor[] {
  return originals.map((x, i) => collector.found[i] ?? zeros(x.shape, { dtype: x.dtype }));
}

import { formatShape, type Shape, sameShape, type Tensor } from '@ml/tensor';

/** Tensors by name, in the order of the fields they come from. */
export type StateDict = Readonly<Record<string, Tensor>>;

/** Which names a state lacks, and which it has for nothing. */
export interface StateDictDifference {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

interface Misfit {
  readonly name: string;
  readonly expected: Shape;
  readonly found: Shape;
}

/** A state does not fit what it is loaded into. The message lists everything that is wrong, not the first of it. */
export class StateDictError extends Error implements StateDictDifference {
  override readonly name = 'StateDictError';
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly misshapen: readonly Misfit[];

  constructor(what: string, { missing, unexpected }: StateDictDifference, misshapen: readonly Misfit[]) {
    const lines = [
      missing.length === 0 ? '' : `missing: ${missing.join(', ')}`,
      unexpected.length === 0 ? '' : `unexpected: ${unexpected.join(', ')}`,
      ...misshapen.map(
        (misfit) =>
          `shape of ${misfit.name}: ${formatShape(misfit.found)} in the state, ${formatShape(misfit.expected)} here`,
      ),
    ].filter((line) => line !== '');
    super(`${what}: the state does not fit; ${lines.join('; ')}`);
    this.missing = missing;
    this.unexpected = unexpected;
    this.misshapen = misshapen;
  }
}

/**
 * Compares a state with the names and shapes that are wanted.
 *
 * @param strict whether missing and unexpected names are errors; wrong shapes always are
 * @throws {StateDictError} listing everything that does not fit
 */
export function checkState(
  what: string,
  wanted: ReadonlyMap<string, Shape>,
  state: StateDict,
  strict: boolean,
): StateDictDifference {
  const missing = [...wanted.keys()].filter((name) => !Object.hasOwn(state, name));
  const unexpected = Object.keys(state).filter((name) => !wanted.has(name));
  const misshapen: Misfit[] = [];
  for (const [name, expected] of wanted) {
    if (!Object.hasOwn(state, name) || sameShape(expected, state[name].shape)) continue;
    misshapen.push({ name, expected, found: state[name].shape });
  }
  if (misshapen.length > 0 || (strict && missing.length + unexpected.length > 0)) {
    throw new StateDictError(what, { missing, unexpected }, misshapen);
  }
  return { missing, unexpected };
}

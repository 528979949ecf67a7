import { isTensor, type Shape, type Tensor } from '@ml/tensor';

/** Tensors, and arrays and plain objects of them to any depth, next to other values that have no derivative. */
export type Tree = unknown;

/** The gradient with respect to a tree: a tensor for every tensor, null for everything else. */
export type GradientOf<T> =
  T extends Tensor<infer S extends Shape>
    ? Tensor<S>
    : T extends readonly unknown[]
      ? { -readonly [K in keyof T]: GradientOf<T[K]> }
      : T extends (...args: never) => unknown
        ? null
        : T extends object
          ? { -readonly [K in keyof T]: GradientOf<T[K]> }
          : null;

/**
 * Rebuilds a tree with every tensor replaced; arrays and plain objects are copied, everything else goes through `other`.
 * Tensors are visited in the order of arrays and of keys.
 */
export function mapTree(tree: Tree, tensor: (x: Tensor) => unknown, other: (value: unknown) => unknown): unknown {
  if (isTensor(tree)) return tensor(tree);
  if (Array.isArray(tree)) return tree.map((entry) => mapTree(entry, tensor, other));
  if (isPlainObject(tree)) {
    return Object.fromEntries(Object.entries(tree).map(([key, entry]) => [key, mapTree(entry, tensor, other)]));
  }
  return other(tree);
}

/** Every tensor of a tree, in the order of `mapTree`. */
export function leavesOf(tree: Tree): Tensor[] {
  const leaves: Tensor[] = [];
  mapTree(
    tree,
    (x) => leaves.push(x),
    () => null,
  );
  return leaves;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

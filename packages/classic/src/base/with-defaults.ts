/**
 * Common defaults and those of one estimator. A call that is marked as pure, where spreading could run a getter: so bundlers can leave
 * out classes that nobody uses.
 */
export function withDefaults<A extends object, const B extends object>(common: A, own: B): A & B {
  return { ...common, ...own };
}

/**
 * A text cut in two: the beginning to train on, the end to validate with. The parts are views of `ids`.
 *
 * The cut is by place and not at random: windows of one part never reach into the other.
 *
 * @param validation share of the end; default 0.1
 * @throws {RangeError} when the share is not in [0, 1)
 * @example
 * splitText(Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).validation // => Int32Array [10]
 */
export function splitText(ids: Int32Array, { validation = 0.1 }: { readonly validation?: number } = {}) {
  if (!(validation >= 0 && validation < 1))
    throw new RangeError(`splitText: validation must be in [0, 1), not ${validation}`);
  const cut = Math.floor(ids.length * (1 - validation));
  return { train: ids.subarray(0, cut), validation: ids.subarray(cut) };
}

/**
 * `N passed, N failed`, from the counts that a run left behind. A run that was red, or left none, never says `0 failed`.
 *
 * @param {{ passed: number, failed: number } | undefined} counts
 * @param {number} exitCode
 */
export function tally(counts, exitCode) {
  const { passed, failed } = counts ?? { passed: 0, failed: 0 };
  return `${passed} passed, ${exitCode === 0 ? failed : Math.max(failed, 1)} failed`;
}

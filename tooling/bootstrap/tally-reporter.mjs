import { writeFileSync } from 'node:fs';

/**
 * A vitest reporter that leaves the counts of a run, type tests included, in the file named by TALLY_FILE.
 * A test file that could not be loaded and an error outside any test count as one failure each.
 */
// biome-ignore lint/style/noDefaultExport: vitest takes the default export of a reporter's file
export default class TallyReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} errors
   */
  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (/** @type {string} */ state) => tests.filter((test) => test.result().state === state).length;
    const unloaded = modules.filter((module) => module.errors().length > 0);
    const failed = count('failed') + unloaded.length + errors.length;
    writeFileSync(/** @type {string} */ (process.env.TALLY_FILE), JSON.stringify({ passed: count('passed'), failed }));
  }
}

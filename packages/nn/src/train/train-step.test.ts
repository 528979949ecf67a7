import { queryObjects } from 'node:v8';
import { memory } from '@ml/tensor';
import { expect, test } from 'vitest';
import { newRun } from './noisy-line.testing.ts';
import { trainStep } from './train-step.ts';

/** How many objects of JavaScript are left after a collection, arrays and closures included. */
const objects = () => queryObjects(Object) as number;

test('a step leaves nothing behind: no tensor, and no object of JavaScript', () => {
  const { model, data, options } = newRun();
  const run = (steps: number) => {
    for (let i = 0; i < steps; i++) trainStep(model, data, i, options);
  };
  run(10);
  objects(); // the first look makes some of its own
  const bytes = memory.report().liveBytes;
  const before = objects();
  run(200);
  // A leak would be one for each of 200 steps or more; the test runner's own messages, some dozens, come and go meanwhile.
  expect(Math.abs(objects() - before)).toBeLessThan(100);
  expect(memory.report().liveBytes).toBe(bytes);
});

import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('without an argument everything is measured in full', () => {
  expect(readOptions(undefined)).toEqual({ quick: false, json: null, steps: 2000 });
});

test('a quick run takes few steps, unless told how many', () => {
  expect(readOptions('{"quick":true}')).toEqual({ quick: true, json: null, steps: 40 });
  expect(readOptions('{"quick":true,"steps":7,"json":"/a.json"}')).toEqual({ quick: true, json: '/a.json', steps: 7 });
});

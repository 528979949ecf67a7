import { expect, test } from 'vitest';
import { benchArguments } from './bench.mjs';

const known = ['gemm', 'gpt', 'memory'];
const parse = (...args: string[]) => benchArguments(args, known, '/data');

test('no topic means all of them', () => {
  expect(parse()).toEqual({ topics: known, options: { quick: false, json: null } });
});

test('topics come in the order of the list; paths start where npm was called', () => {
  expect(parse('memory', '--json', 'out.json', 'gemm', '--quick', '--steps', '50')).toEqual({
    topics: ['gemm', 'memory'],
    options: { quick: true, json: '/data/out.json', steps: 50 },
  });
});

test.each([
  [['sort'], "no benchmark 'sort'"],
  [['--fast'], "'--fast'"],
  [['--json'], '--json'],
  [['--steps', '0'], "not '0'"],
])('%j is refused, with what is possible', (args, reason) => {
  expect(() => parse(...args)).toThrow(reason);
  expect(() => parse(...args)).toThrow('usage: npm run bench -- [gemm|gpt|memory]');
});

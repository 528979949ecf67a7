import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { actionOfKey } from './key-action.ts';

const key = (changes: Partial<Key> = {}): Key => changes as Key;

test.each([
  ['a', {}, [{ type: 'insert', text: 'a' }]],
  ['', { return: true }, [{ type: 'submit' }]],
  ['', { return: true, meta: true }, [{ type: 'insert', text: '\n' }]],
  ['hello\r', {}, [{ type: 'insert', text: 'hello' }, { type: 'submit' }]],
  ['one\rtwo', {}, [{ type: 'insert', text: 'one\rtwo' }]],
  ['c', { ctrl: true }, [{ type: 'interrupt' }]],
  ['constructor', { ctrl: true }, []],
  ['', { escape: true }, [{ type: 'escape' }]],
  ['', { upArrow: true }, [{ type: 'older' }]],
  ['', { leftArrow: true, ctrl: true }, [{ type: 'move', key: 'word-left' }]],
  ['', { tab: true }, []],
  ['x', { eventType: 'release' }, []],
] as const)('%j with %o', (input, changes, actions) => {
  expect(actionOfKey(input, key(changes))).toEqual(actions);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@ml/terminal/testing';
import { expect, test } from 'vitest';
import { saveTranscript } from './save-transcript.ts';

test('writes a new file and never over an old one', () => {
  const path = join(temporaryFolder(), 'talk.txt');
  expect(saveTranscript(path, '> hi\n')).toEqual({ type: 'note', text: `saved to ${path}` });
  expect(saveTranscript(path, 'other')).toEqual({
    type: 'error',
    text: `cannot write ${path}: it is there already; give another name`,
  });
  expect(readFileSync(path, 'utf8')).toBe('> hi\n');
});

test('says why it cannot', () => {
  const path = join(temporaryFolder(), 'no', 'such', 'folder.txt');
  expect(saveTranscript(path, 'x')).toEqual({ type: 'error', text: `cannot write ${path}: there is no such folder` });
  expect(saveTranscript(null, '')).toEqual({ type: 'error', text: 'there is nothing to save yet' });
});

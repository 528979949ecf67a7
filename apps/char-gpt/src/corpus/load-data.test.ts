import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@ml/terminal';
import { temporaryFolder } from '@ml/terminal/testing';
import { describe, expect, test } from 'vitest';
import { loadData } from './load-data.ts';

describe('loadData', () => {
  test('reads a file and counts code points, not UTF-16 units', () => {
    const path = join(temporaryFolder(), 'smile.txt');
    writeFileSync(path, 'a🙂b\r\n');
    expect(loadData(path)).toEqual({
      source: path,
      description: path,
      text: 'a🙂b\n',
      characters: 4,
      sha256: '99a1faf84dd911c45e8c8e7d63cd0c656b59790493e601e375ef9f48daf62e91',
    });
  });

  test('knows the built-in texts by name', () => {
    const { source, description, characters } = loadData('shakespeare');
    expect({ source, description, characters }).toEqual({
      source: 'shakespeare',
      description:
        'Macbeth (William Shakespeare, 1603), Julius Caesar (William Shakespeare, 1599), Hamlet (William Shakespeare, 1599)',
      characters: 369_133,
    });
  });

  test.each<[string, (path: string) => void, string]>([
    ['is missing', () => {}, 'does not exist'],
    ['is empty', (path) => writeFileSync(path, ''), 'is empty'],
    ['is blank', (path) => writeFileSync(path, ' \n\t\n'), 'holds nothing but white space'],
    ['is a folder', (path) => mkdirSync(path), 'is a directory'],
    ['is binary', (path) => writeFileSync(path, Uint8Array.of(1, 2, 0)), 'byte 2 is zero'],
    ['is Latin-1', (path) => writeFileSync(path, Uint8Array.of(0xe9, 0x20)), 'byte 0 does not decode'],
  ])('a file that %s is one clear line', (_, make, message) => {
    const path = join(temporaryFolder(), 'data.txt');
    make(path);
    expect(() => loadData(path)).toThrow(UserError);
    expect(() => loadData(path)).toThrow(message);
    expect(() => loadData(path)).toThrow(path);
  });

  test('a device is not read', () => {
    expect(() => loadData('/dev/zero')).toThrow('data file /dev/zero is a device');
  });

  test('a name that is neither file nor text lists the texts', () => {
    expect(() => loadData('shakspeare')).toThrow('the built-in texts are stories,');
  });
});

import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { StopFilter } from './stop-filter.ts';

function filtered(stops: string[], pieces: Iterable<string>): string[] {
  const filter = new StopFilter(stops);
  return [...[...pieces].map((piece) => filter.push(piece)), filter.flush()];
}

describe('StopFilter', () => {
  test('holds back only what may begin a stop string', () => {
    expect(filtered(['\n\n'], 'a\nb')).toEqual(['a', '', '\nb', '']);
  });

  test('lets go of the part that has become impossible: "aab" in "aaab"', () => {
    expect(filtered(['aab'], 'aaac')).toEqual(['', '', 'a', 'aac', '']);
    expect(filtered(['aab'], 'aaabx')).toEqual(['', '', 'a', '', '', '']);
  });

  test('stops at the earliest of several, inside one piece too', () => {
    const filter = new StopFilter(['END', 'stop']);
    expect(filter.push('one stop END')).toBe('one ');
    expect(filter.stopped).toBe(true);
    expect(filter.push('more') + filter.flush()).toBe('');
  });

  test('gives up what it held when no more comes', () => {
    expect(filtered(['stop'], ['a sto'])).toEqual(['a ', 'sto']);
  });

  test('refuses an empty stop string', () => {
    expect(() => new StopFilter([''])).toThrow(RangeError);
  });

  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 30 });
  const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), { maxLength: 3 });
  property.prop([letters, stops])('emits the text before the stop string that is complete first', (text, all) => {
    const pieces = filtered(all, text);
    // By definition: read on until the text so far contains a stop string, and cut there.
    let expected = text;
    for (let end = 0; end <= text.length; end++) {
      const at = all.map((stop) => text.slice(0, end).indexOf(stop)).filter((index) => index >= 0);
      if (at.length === 0) continue;
      expected = text.slice(0, Math.min(...at));
      break;
    }
    expect(pieces.join('')).toBe(expected);
  });
});

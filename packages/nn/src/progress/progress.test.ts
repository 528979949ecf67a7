import { describe, expect, test } from 'vitest';
import { textWidth } from '../text/cell-width.ts';
import { clock, formatProgress } from './format-progress.ts';
import { progress } from './progress.ts';
import { SmoothedRate } from './progress-state.ts';

const style = { description: 'train', unit: 'it', unitScale: false, note: '' };
const state = { done: 42, total: 100, initial: 0, seconds: 3, rate: 12.34 };

/** A stream with a clock: every look at it takes `tick` seconds. */
function fake(more: { isTTY?: boolean; columns?: number } = {}, tick = 0) {
  const written: string[] = [];
  let time = 0;
  return {
    written,
    stream: { write: (text: string) => written.push(text), ...more },
    now: () => {
      time += tick;
      return time;
    },
  };
}
/** What stands on a terminal's line in the end. */
const lineOf = (text: string) => text.slice(1).replace('\x1b[K', '').trimEnd();

describe('the line', () => {
  test('has bar, counts, times and rate', () => {
    expect(formatProgress(state, style, 60)).toBe('train:  42%|██████▋         | 42/100 [00:03<00:05, 12.3it/s]');
    expect(formatProgress(state, { ...style, note: 'loss 0.2' }, null)).toBe(
      'train:  42% 42/100 [00:03<00:05, 12.3it/s, loss 0.2]',
    );
  });

  test.each([
    [{ done: 0, rate: null }, '  0% 0/100 [00:03<?, ?it/s]'],
    [{ done: 100 }, '100% 100/100 [00:03<00:00, 12.3it/s]'],
    [{ done: 7, total: null }, '7it [00:03, 12.3it/s]'],
    [{ done: 5, total: 3 }, '100% 5/3 [00:03<00:00, 12.3it/s]'],
    [{ done: 0, total: 0, rate: null }, '100% 0/0 [00:03<?, ?it/s]'],
    [{ rate: 0.4 }, ' 42% 42/100 [00:03<02:25, 2.50s/it]'],
    [{ rate: 250 }, ' 42% 42/100 [00:03<00:00, 250it/s]'],
    [{ seconds: 3723, rate: 0.01 }, ' 42% 42/100 [1:02:03<1:36:40, 100.00s/it]'],
  ])('%o', (more, expected) => {
    expect(formatProgress({ ...state, ...more }, { ...style, description: '' }, null)).toBe(expected);
  });

  test('shortens large counts when asked to', () => {
    const large = { ...state, done: 123_456, total: 2e6, rate: 45_000 };
    expect(formatProgress(large, { ...style, unit: 'B', unitScale: true }, null)).toBe(
      'train:   6% 123k/2.0M [00:03<00:42, 45.0kB/s]',
    );
  });

  test('fits into any width, wide letters and all', () => {
    for (let columns = 0; columns < 120; columns++) {
      const line = formatProgress(state, { ...style, description: '訓練 🙂', note: '損失 0.2' }, columns);
      expect(textWidth(line)).toBeLessThanOrEqual(columns);
      if (columns > 70) expect(line).toContain('█');
    }
  });

  test('is filled as far as the loop has come', () => {
    for (let done = 0; done <= 100; done++) {
      const line = formatProgress({ ...state, done }, style, 80);
      const bar = line.slice(line.indexOf('|') + 1, line.lastIndexOf('|'));
      const filled = [...bar].reduce((sum, cell) => sum + ' ▏▎▍▌▋▊▉█'.indexOf(cell) / 8, 0);
      expect(Math.abs(filled - (done / 100) * bar.length)).toBeLessThanOrEqual(1 / 8);
    }
  });

  test.each([
    [0, '00:00'],
    [59.6, '01:00'],
    [3600, '1:00:00'],
  ])('clock(%d) is %s', (seconds, expected) => expect(clock(seconds)).toBe(expected));
});

test('the rate follows the present, and a steady one is exact', () => {
  const rate = new SmoothedRate();
  expect(rate.value).toBeNull();
  for (let i = 0; i < 5; i++) rate.add(2, 0.1);
  expect(rate.value).toBeCloseTo(20, 10);
  for (let i = 0; i < 20; i++) rate.add(1, 0.1);
  expect(rate.value).toBeCloseTo(10, 1);
});

describe('on a terminal', () => {
  test('one line, drawn over at most ten times a second', () => {
    const { written, stream, now } = fake({ isTTY: true, columns: 60 }, 0.01);
    for (const _ of progress(Array(1000), { stream, now })) {
      // a hundredth of a second each
    }
    expect(written.length).toBeGreaterThan(90);
    expect(written.length).toBeLessThanOrEqual(101 + 1);
    for (const text of written) {
      expect([text[0], text.trimEnd().slice(-3)]).toEqual(['\r', '\x1b[K']);
      expect(text.slice(1, -1)).not.toMatch(/[\r\n]/);
      expect(textWidth(lineOf(text))).toBeLessThan(60);
    }
    expect(written.filter((text) => text.includes('\n'))).toEqual([written.at(-1)]);
    expect(lineOf(written.at(-1) as string)).toMatch(/^100%\|█+\| 1000\/1000 \[00:10<00:00, 99\.\dit\/s\]$/);
  });

  test('without leave nothing stays', () => {
    const { written, stream, now } = fake({ isTTY: true }, 1);
    expect([...progress([1, 2], { stream, now, leave: false })]).toEqual([1, 2]);
    expect(written.at(-1)).toBe('\r\x1b[K');
    expect(written.join('')).not.toContain('\n');
  });
});

describe('elsewhere', () => {
  test('plain lines now and then, and one at the end', () => {
    const { written, stream, now } = fake({}, 1);
    for (const _ of progress(new Set(Array.from({ length: 25 }, (_, i) => i)), { stream, now })) {
      // a second each
    }
    expect(written).toEqual([
      ' 40% 10/25 [00:10<00:15, 1.0it/s]\n',
      ' 80% 20/25 [00:20<00:05, 1.0it/s]\n',
      '100% 25/25 [00:26<00:00, 1.04s/it]\n',
    ]);
  });

  test('a loop that was left or threw ends the line as it stood, and closes the source', () => {
    let closed = 0;
    function* endless() {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        closed++;
      }
    }
    const { written, stream, now } = fake();
    for (const i of progress(endless(), { stream, now })) if (i === 2) break;
    expect(() => {
      for (const i of progress(endless(), { stream, now, total: 9 })) if (i === 4) throw new Error('no');
    }).toThrow('no');
    expect(written).toEqual(['2it [00:00, ?it/s]\n', ' 44% 4/9 [00:00<?, ?it/s]\n']);
    expect(closed).toBe(2);
  });

  test('a source that throws ends the line too', () => {
    const { written, stream, now } = fake();
    const source = (function* () {
      yield 1;
      throw new Error('broken');
    })();
    expect(() => [...progress(source, { stream, now })]).toThrow('broken');
    expect(written).toEqual(['1it [00:00, ?it/s]\n']);
  });

  test('asynchronous sources', async () => {
    async function* numbers() {
      for (const x of [1, 2, 3]) yield x;
    }
    const { written, stream, now } = fake();
    const seen: number[] = [];
    for await (const x of progress(numbers(), {
      stream,
      now,
      initial: 10,
      total: 13,
      note: () => `last ${seen.at(-1)}`,
    }))
      seen.push(x);
    expect([seen, written]).toEqual([[1, 2, 3], ['100% 13/13 [00:00<?, ?it/s, last 3]\n']]);
    for await (const x of progress(numbers(), { stream, now })) if (x === 2) break;
    expect(written[1]).toBe('1it [00:00, ?it/s]\n');
  });

  test('nothing when disabled, and nothing before the loop begins', () => {
    const { written, stream, now } = fake({}, 100);
    expect([...progress([1, 2], { stream, now, disable: true })]).toEqual([1, 2]);
    progress([1, 2], { stream, now });
    expect(written).toEqual([]);
  });

  test('a total that is none is refused', () => {
    expect(() => progress([], { total: -1 })).toThrow('progress: total must be a number ≥ 0, not -1');
  });
});

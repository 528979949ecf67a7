import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensor } from '@ml/tensor';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  bytesOf,
  doublesOf,
  type Message,
  numberOf,
  readMessage,
  readRecords,
  textOf,
} from '../tensorboard/event-reader.testing.ts';
import { newRun } from '../train/noisy-line.testing.ts';
import { train } from '../train/train.ts';
import { logToTensorboard } from './log-to-tensorboard.ts';
import { SummaryWriter } from './summary-writer.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'events-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const eventsOf = (path: string): Message[] => readRecords(readFileSync(path)).map(readMessage);
/** The one value of a summary event. */
const summaryOf = (event: Message): Message => readMessage(bytesOf(readMessage(bytesOf(event, 5)), 1));

test('what is written is read: scalars, texts, histograms and pictures', () => {
  const png = readFileSync(new URL('../../fixtures/tensorboard.json', import.meta.url), 'utf8');
  const picture = Buffer.from(JSON.parse(png).png, 'base64');
  const writer = new SummaryWriter(folder, { now: () => 1700000000.5 });
  writer.addScalar('loss', 0.5, 3);
  writer.addScalars('both', { a: 1, b: 2 }, 4);
  writer.addText('note', 'é', 5);
  writer.addHistogram(
    'w',
    tensor([
      [1, 2],
      [3, 4],
    ]),
    6,
  );
  writer.addImage('digit', picture, 7);
  writer.close();
  writer.close();
  expect(readdirSync(folder)).toHaveLength(1);
  expect(writer.path).toMatch(/\/events\.out\.tfevents\.1700000000\.\S+\.\d+\.\d+$/);
  const [version, ...events] = eventsOf(writer.path);
  expect([numberOf(version, 1), textOf(version, 3)]).toEqual([1700000000.5, 'brain.Event:2']);
  expect(events.map((event) => numberOf(event, 2))).toEqual([3, 4, 4, 5, 6, 7]);
  const values = events.map(summaryOf);
  expect(values.map((value) => textOf(value, 1))).toEqual([
    'loss',
    'both/a',
    'both/b',
    'note/text_summary',
    'w',
    'digit',
  ]);
  expect(values.slice(0, 3).map((value) => numberOf(value, 2))).toEqual([0.5, 1, 2]);
  expect(textOf(readMessage(bytesOf(values[3], 8)), 8)).toBe('é');
  const histogram = readMessage(bytesOf(values[4], 5));
  expect([1, 2, 3, 4, 5].map((field) => numberOf(histogram, field))).toEqual([1, 4, 4, 10, 30]);
  expect(doublesOf(histogram, 7).reduce((sum, count) => sum + count)).toBe(4);
  const image = readMessage(bytesOf(values[5], 4));
  expect([1, 2, 3].map((field) => numberOf(image, field))).toEqual([1, 1, 4]);
  expect(Buffer.from(bytesOf(image, 4)).equals(picture)).toBe(true);
});

test('whole records are on the disk after every flush, before the end', () => {
  const writer = new SummaryWriter(folder, { maxQueue: 2 });
  const count = () => eventsOf(writer.path).length;
  expect(count()).toBe(1);
  writer.addScalar('x', 1);
  expect(count()).toBe(1);
  writer.addScalar('x', 2, 1);
  expect(count()).toBe(3);
  writer.addScalar('x', 3, 2);
  writer.flush();
  expect(count()).toBe(4);
  writer.close();
  expect(() => writer.addScalar('x', 1)).toThrow('is closed');
});

test('a writer of a resumed run has a file of its own and voids later steps', () => {
  new SummaryWriter(folder).close();
  const writer = new SummaryWriter(folder, { purgeStep: 40 });
  writer.close();
  expect(readdirSync(folder)).toHaveLength(2);
  const [, restart] = eventsOf(writer.path);
  expect([numberOf(restart, 2), numberOf(readMessage(bytesOf(restart, 7)), 1)]).toEqual([40, 1]);
});

test('a step that is none is refused', () => {
  using writer = new SummaryWriter(folder);
  expect(() => writer.addScalar('x', 1, -1)).toThrow('SummaryWriter: step must be a whole number ≥ 0, not -1');
});

test('a whole training run', async () => {
  const { model, data, options } = newRun();
  const writer = new SummaryWriter(folder);
  const losses: number[] = [];
  for await (const event of train(model, data, { ...options, callbacks: [logToTensorboard(writer)] }))
    if (event.type === 'step') losses.push(Math.fround(event.loss));
  const events = eventsOf(writer.path).slice(1);
  const curve = (tag: string) => events.filter((event) => textOf(summaryOf(event), 1) === tag);
  expect(curve('train/loss').map((event) => numberOf(summaryOf(event), 2))).toEqual(losses);
  expect(curve('eval/validationLoss').map((event) => numberOf(event, 2))).toEqual([0, 4, 8, 12]);
});

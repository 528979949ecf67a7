import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from './store.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('many changes are one notice for each interval', () => {
  const store = createStore(0, 100);
  const heard: number[] = [];
  store.subscribe(() => heard.push(store.get()));
  for (let i = 0; i < 50; i++) store.update((n) => n + 1);
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(heard).toEqual([50]);
  store.update((n) => n + 1);
  store.flush();
  vi.advanceTimersByTime(1000);
  expect(heard).toEqual([50, 51]);
});

test('a listener that has left hears nothing', () => {
  const store = createStore('a', 10);
  const listener = vi.fn();
  store.subscribe(listener)();
  store.update(() => 'b');
  store.flush();
  expect(listener).not.toHaveBeenCalled();
});

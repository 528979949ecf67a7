import type { Measured } from './measure.ts';

/** How many times as fast as `other` the `subject` is, by their shortest runs; empty where there is no other. */
export function speedup(subject: Measured, other: Measured | undefined): number | '' {
  return other === undefined ? '' : other.min / subject.min;
}

/** Columns `× name` with the speed-up over each of these variants. */
export function speedups(
  subject: Measured,
  times: Readonly<Record<string, Measured>>,
  names: readonly string[],
): Record<string, number | ''> {
  return Object.fromEntries(names.map((name) => [`× ${name}`, speedup(subject, times[name])]));
}

export function milliseconds({ min, median }: Measured): { 'ms, min': number; 'ms, median': number } {
  return { 'ms, min': min * 1000, 'ms, median': median * 1000 };
}

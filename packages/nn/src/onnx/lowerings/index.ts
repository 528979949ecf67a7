// What each primitive is in ONNX. Those that are missing have no counterpart, or are steps of backward passes only.
import { convolution } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { layers } from './layers.ts';
import type { Lowering } from './lowering.ts';
import { movement } from './movement.ts';
import { recurrence } from './recurrence.ts';
import { reductions } from './reductions.ts';
import { steps } from './steps.ts';

const table = { ...convolution, ...elementwise, ...movement, ...recurrence, ...reductions, ...layers, ...steps };

/** The lowering of a primitive; params are those it is recorded with. */
export function loweringOf(primitive: string): Lowering | null {
  return Object.hasOwn(table, primitive) ? ((table as Record<string, unknown>)[primitive] as Lowering) : null;
}

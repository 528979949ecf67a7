// The cells a recurrence can have: how many gates, what is kept for the gradient, and the kernels of a step.
import type { FloatDType } from '../dtype.ts';
import { heap } from '../engine/heap.ts';
import { type LayerKernelWith, layerKernels } from '../engine/layer-kernels.ts';
import { forRanges } from '../engine/threads/parallel.ts';
import {
  naiveGruBackward,
  naiveGruStep,
  naiveLstmBackward,
  naiveLstmStep,
  naiveRnnBackward,
  naiveRnnStep,
  type StepArguments,
  type StepBackwardArguments,
  type StepMemory,
} from '../naive/recurrence.ts';

/** 'tanh' and 'relu' are those of a plain recurrent layer. */
export type RecurrentCell = 'gru' | 'lstm' | 'relu' | 'tanh';

type Naive = (memory: StepMemory, list: readonly number[]) => void;

interface CellFacts {
  /** Gates are [..., G·H]. */
  readonly gates: number;
  /** Whether there is a second state c. */
  readonly cell: boolean;
  /** Whether one part of W_hh·h + b_hh is kept, and gates and product have gradients of their own. */
  readonly inner: boolean;
  readonly step: readonly [kernel: LayerKernelWith<11>, naive: Naive];
  readonly backward: readonly [kernel: LayerKernelWith<16>, naive: Naive];
}

export const recurrentCells: Readonly<Record<RecurrentCell, CellFacts>> = {
  gru: {
    gates: 3,
    cell: false,
    inner: true,
    step: ['gruStep_f32', naiveGruStep],
    backward: ['gruBackward_f32', naiveGruBackward],
  },
  lstm: {
    gates: 4,
    cell: true,
    inner: false,
    step: ['lstmStep_f32', naiveLstmStep],
    backward: ['lstmBackward_f32', naiveLstmBackward],
  },
  relu: {
    gates: 1,
    cell: false,
    inner: false,
    step: ['rnnReluStep_f32', naiveRnnStep(false)],
    backward: ['rnnReluBackward_f32', naiveRnnBackward(false)],
  },
  tanh: {
    gates: 1,
    cell: false,
    inner: false,
    step: ['rnnTanhStep_f32', naiveRnnStep(true)],
    backward: ['rnnTanhBackward_f32', naiveRnnBackward(true)],
  },
};

/** Elements of a state worth a task: some microseconds. */
const grain = 1_024;

/** Columns of each address in a row, in units of H; what has none is the same for all rows. */
const stepColumns = (G: number): readonly number[] => [1, 1, G, 1, G, 1, 1];
const backwardColumns = (G: number): readonly number[] => [G, G, 1, 1, 1, 1, G, 1, 1, 1, 1, 1];

/** One step of all rows. */
export function runStep(cell: RecurrentCell, dtype: FloatDType, list: StepArguments): void {
  const { gates, step } = recurrentCells[cell];
  onRows(step, dtype, list, stepColumns(gates));
}

/** The gradient of one step of all rows. */
export function runStepBackward(cell: RecurrentCell, dtype: FloatDType, list: StepBackwardArguments): void {
  const { gates, backward } = recurrentCells[cell];
  onRows(backward, dtype, list, backwardColumns(gates));
}

/** Rows do not depend on each other: the last four arguments are lengths, t, rows and H. */
function onRows(
  [kernel, naive]: readonly [LayerKernelWith<11> | LayerKernelWith<16>, Naive],
  dtype: FloatDType,
  list: readonly number[],
  columns: readonly number[],
): void {
  if (dtype === 'float64') {
    naive({ floats: heap.f64, integers: heap.i32 }, list);
    return;
  }
  const [lengths, t, rows, H] = list.slice(-4);
  forRanges(layerKernels.threaded(kernel), rows, { grain: Math.ceil(grain / Math.max(1, H)) }, (from, count) =>
    count === rows
      ? list
      : [
          ...columns.map((width, i) => (list[i] === 0 ? 0 : list[i] + 4 * from * width * H)),
          lengths === 0 ? 0 : lengths + 4 * from,
          t,
          count,
          H,
        ],
  );
}

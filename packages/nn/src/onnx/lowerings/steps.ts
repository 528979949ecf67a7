// Operations without a gradient: comparisons, tests and rounding, each family under one name with `op` for the member.
import { isFloat } from '@ml/tensor';
import { elementTypes } from '../model-proto.ts';
import { OnnxExportError } from '../onnx-export-error.ts';
import type { Lowering } from './lowering.ts';

interface StepParams {
  readonly op: string;
}

// `greater` and `greaterEqual` come as `less` and `lessEqual` with their operands exchanged.
const comparisons: Readonly<Record<string, string>> = {
  equal: 'Equal',
  greater: 'Less',
  greaterEqual: 'LessOrEqual',
  less: 'Less',
  lessEqual: 'LessOrEqual',
  logicalAnd: 'And',
  logicalOr: 'Or',
  logicalXor: 'Xor',
};

const compare: Lowering<StepParams> = (graph, [a, b], { op }) => {
  const operands = [a.name, b.name];
  if (op === 'notEqual') return [graph.node('Not', [graph.node('Equal', operands)])];
  if (!Object.hasOwn(comparisons, op)) throw new OnnxExportError(`${op} has no counterpart in ONNX`);
  return [graph.node(comparisons[op], operands)];
};

const test: Lowering<StepParams> = (graph, [x], { op }) => {
  if (op === 'logicalNot') {
    const truth = x.dtype === 'bool' ? x.name : graph.node('Cast', [x.name], { to: elementTypes.bool });
    return [graph.node('Not', [truth])];
  }
  const nan = graph.node('IsNaN', [x.name]);
  if (op === 'isnan') return [nan];
  return [graph.node('Not', [graph.node('Or', [nan, graph.node('IsInf', [x.name])])])];
};

const roundings: Readonly<Record<string, string>> = { ceil: 'Ceil', floor: 'Floor', round: 'Round' };

const rounding: Lowering<StepParams> = (graph, [x], { op }) => {
  if (op === 'sign') return [graph.node('Sign', [x.name])];
  if (!isFloat(x.dtype)) return [graph.node('Identity', [x.name])];
  if (Object.hasOwn(roundings, op)) return [graph.node(roundings[op], [x.name])];
  // trunc: the sign of x, and what is left of |x|.
  const size = graph.node('Floor', [graph.node('Abs', [x.name])]);
  return [graph.node('Mul', [graph.node('Sign', [x.name]), size])];
};

export const steps: Readonly<Record<string, Lowering<never>>> = { compare, rounding, test };

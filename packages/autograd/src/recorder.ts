import { isFloat, type Recorder } from '@ml/tensor';
import { install } from './mode.ts';
import { Edge, edgeOf } from './node.ts';
import { PrimitiveNode } from './primitive-node.ts';
import type { AnyRule } from './rule.ts';
import { vjps } from './rules/index.ts';
import { trace } from './trace.ts';
import { watcher } from './watcher.ts';

/** Looks up the rule of every primitive that ran on a traced input, and makes its outputs part of the graph. */
const recorder: Recorder = {
  record({ name, isStep }, inputs, params, outputs) {
    // Integers have no derivative either: a cast to one ends the graph.
    if (isStep || !outputs.some((y) => isFloat(y.dtype))) return;
    const rule = (vjps as Readonly<Record<string, AnyRule>>)[name];
    const node = new PrimitiveNode(name, rule, params, inputs, outputs, inputs.map(edgeOf));
    for (let i = 0; i < outputs.length; i++) {
      if (isFloat(outputs[i].dtype)) trace(outputs[i], new Edge(node, i));
    }
    if (watcher !== null) watcher.ran(name, inputs, params, outputs, node);
  },
};

/** Switches recording on, the first time something is there to be differentiated. */
export function startRecorder(): void {
  install(recorder);
}

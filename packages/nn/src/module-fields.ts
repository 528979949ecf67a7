import { Parameter } from '@ml/autograd';
import { BufferTensor } from './buffer.ts';

/** What one module holds itself, under dotted names; what its submodules hold is theirs. */
export interface ModuleFields<M> {
  readonly parameters: [name: string, parameter: Parameter][];
  readonly buffers: [name: string, buffer: BufferTensor][];
  readonly modules: [name: string, module: M][];
}

/**
 * Sorts the fields of a module. Arrays and plain objects are looked into, and name what they hold `field.index` and
 * `field.key`; anything else that is not a parameter, a buffer or a module is not the walk's business.
 */
export function sortFields<M>(
  fields: Iterable<readonly [string, unknown]>,
  isModule: (value: object) => value is M & object,
): ModuleFields<M> {
  const found: ModuleFields<M> = { parameters: [], buffers: [], modules: [] };
  const around: unknown[] = [];
  const sort = (name: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (value instanceof Parameter) found.parameters.push([name, value]);
    else if (value instanceof BufferTensor) found.buffers.push([name, value]);
    else if (isModule(value)) found.modules.push([name, value]);
    else if ((Array.isArray(value) || isRecord(value)) && !around.includes(value)) {
      around.push(value);
      for (const [key, entry] of Object.entries(value)) {
        if (typeof entry === 'object') sort(`${name}.${key}`, entry); // no name for numbers: a step walks all modules
      }
      around.pop();
    }
  };
  for (const [name, value] of fields) sort(name, value);
  return found;
}

function isRecord(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

import type { AnyEstimator, EstimatorClass, SeenFeatures } from '../base/estimator.ts';
import { format, version } from './encode.ts';
import { PersistenceError } from './persistence-error.ts';
import { fromBase64, isTypedArrayName } from './typed-arrays.ts';

/** Classes by the name under which files know them. */
export type EstimatorClasses = ReadonlyMap<string, EstimatorClass>;

/** Deeper than any pipeline of ensembles of pipelines. */
const maxDepth = 200;

const numbers = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

/**
 * The estimator that `toJSON` wrote down. The data may come from anywhere: only classes on the list are made, and each looks
 * at its own state before it takes it.
 *
 * @param json what `toJSON` returned, or its text
 * @throws {PersistenceError} when it is something else, of another version, or of a class that is not on the list
 */
export function decodeEstimator(json: unknown, classes: EstimatorClasses, depth = 0): AnyEstimator {
  const value = typeof json === 'string' ? parse(json) : json;
  if (!isObject(value) || value.format !== format) throw new PersistenceError(`this is no estimator of ${format}`);
  if (value.version !== version)
    throw new PersistenceError(
      `this estimator was written in version ${String(value.version)}; version ${version} is read here`,
    );
  const estimatorClass = typeof value.estimator === 'string' ? classes.get(value.estimator) : undefined;
  if (estimatorClass === undefined) {
    const names = [...classes.keys()].slice(0, 5).join(', ');
    throw new PersistenceError(
      `unknown estimator ${JSON.stringify(value.estimator)}; known here: ${names}${classes.size > 5 ? ', …' : ''}`,
    );
  }
  const read = (part: unknown): unknown => decode(part, classes, depth + 1);
  const params = read(value.params);
  if (!isObject(params)) throw new PersistenceError(`${estimatorClass.estimatorName}: params is no object`);
  const estimator = new estimatorClass(params as never);
  return estimator.restore(read(value.state), readFeatures(read(value.features)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PersistenceError(`this is not JSON: ${(error as Error).message}`);
  }
}

function readFeatures(value: unknown): SeenFeatures | null {
  if (value === null) return null;
  if (!isObject(value) || !Number.isSafeInteger(value.count) || (value.count as number) < 0)
    throw new PersistenceError('features: no count of features');
  const { count, names = null } = value as { count: number; names?: unknown };
  const fits =
    names === null ||
    (Array.isArray(names) && names.length === count && names.every((name) => typeof name === 'string'));
  if (!fits) throw new PersistenceError(`features: names are not ${count} strings`);
  return { count, names: names as string[] | null };
}

function decode(value: unknown, classes: EstimatorClasses, depth: number): unknown {
  if (depth > maxDepth) throw new PersistenceError(`nested more than ${maxDepth} levels deep`);
  if (Array.isArray(value)) return value.map((entry) => decode(entry, classes, depth + 1));
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0].startsWith('$'))
    return decodeSpecial(keys[0].slice(1), value[keys[0]], classes, depth);
  if (keys.includes('__proto__')) throw new PersistenceError("there is a key '__proto__'");
  return Object.fromEntries(keys.map((key) => [key, decode(value[key], classes, depth + 1)]));
}

function decodeSpecial(name: string, value: unknown, classes: EstimatorClasses, depth: number): unknown {
  if (name === 'estimator') return decodeEstimator(value, classes, depth + 1);
  if (isTypedArrayName(name)) return fromBase64(name, value);
  const number = name === 'number' ? numbers.get(String(value)) : undefined;
  if (number === undefined) throw new PersistenceError(`unknown value $${name}`);
  return number;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

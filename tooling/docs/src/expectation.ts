// What `// => …` means. This file has no import but Node's own: it also runs beside packed packages, on any Node.
import { inspect, types } from 'node:util';

/** Text of a value as an example would write it: a class's own toString where it has one, else JavaScript notation. */
export function show(value: unknown): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isBuiltIn(value)) {
    if (value.toString !== Object.prototype.toString) return String(value);
  }
  return inspect(value, {
    depth: Infinity,
    breakLength: Infinity,
    maxArrayLength: Infinity,
    maxStringLength: Infinity,
  });
}

const isBuiltIn = (value: object): boolean =>
  ArrayBuffer.isView(value) || types.isDate(value) || types.isRegExp(value) || types.isNativeError(value);

/**
 * Whether a value prints as expected. White space between tokens does not matter. A number written with decimals
 * stands for every value that rounds to it; one without is exact, sign of zero included.
 */
export function matches(value: unknown, expected: string): boolean {
  if (typeof value === 'string' && (value.trim() === expected.trim() || value === stringLiteral(expected))) return true;
  const [actualTexts, actualNumbers] = tokens(show(value));
  const [texts, numbers] = tokens(expected);
  return (
    texts.length === actualTexts.length &&
    texts.every((text, index) => text === actualTexts[index]) &&
    numbers.every((number, index) => roundsTo(actualNumbers[index] ?? '', number))
  );
}

/** What a quoted string literal stands for, escapes included; undefined when it is none. */
function stringLiteral(text: string): string | undefined {
  const inside = text.trim().match(/^(['"])(.*)\1$/s)?.[2];
  if (inside === undefined) return undefined;
  try {
    return JSON.parse(
      `"${inside
        .replace(/\\'/g, "'")
        .replace(/(?<!\\)"/g, '\\"')
        .replace(/\n/g, '\\n')}"`,
    );
  } catch {
    return undefined;
  }
}

const number = /(?<![\w.])-?\d+(?:\.\d*)?(?:e[+-]?\d+)?(?![\w])/gi;

/** The text between numbers, without insignificant spaces and with one kind of quote, and the numbers. */
function tokens(text: string): [string[], string[]] {
  const tidy = (part: string) =>
    part
      .replace(/"/g, "'")
      .replace(/\s+/g, ' ')
      .replace(/ ?([[\](){},:]) ?/g, '$1')
      .trim();
  const plain = text.replace(/(\w+Array)\(\d+\) /g, '$1 '); // the length that Node prints before a typed array
  return [plain.split(number).map(tidy), plain.match(number) ?? []];
}

function roundsTo(actual: string, expected: string): boolean {
  const [mantissa = '', exponent = '0'] = expected.toLowerCase().split('e');
  const decimals = mantissa.split('.')[1];
  if (decimals === undefined && exponent === '0') return Object.is(Number(actual), Number(expected));
  const half = 0.5 * 10 ** (Number(exponent) - (decimals?.length ?? 0));
  return Math.abs(Number(actual) - Number(expected)) <= half * (1 + 1e-9);
}

/** Evaluates one expression of an example and compares it with the comment behind it. */
export async function check(evaluate: () => unknown, expected: string, line: number): Promise<void> {
  const thrown = expected.match(/^throws (.*)$/s)?.[1];
  let value: unknown;
  try {
    value = await evaluate();
  } catch (error) {
    const said = String(error);
    if (thrown !== undefined && said.includes(thrown)) return;
    throw thrown === undefined ? error : new Error(`line ${line}: expected it to throw ${thrown}, it threw ${said}`);
  }
  if (thrown !== undefined) throw new Error(`line ${line}: expected it to throw ${thrown}, got ${show(value)}`);
  if (!matches(value, expected)) throw new Error(`line ${line}: expected ${expected}, got ${show(value)}`);
}

/** What console.log would print for several values. */
export const printed = (...values: unknown[]): string =>
  values.map((value) => (typeof value === 'string' ? value : show(value))).join(' ');

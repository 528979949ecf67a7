import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Tensor, toTypedArray } from '@ml/tensor';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { expect } from 'vitest';

/** With ONNX_FOLDER set, every file goes there too, for tooling/parity/onnx_check.py. */
function keepForChecker(file: Uint8Array): void {
  const folder = process.env.ONNX_FOLDER;
  if (folder === undefined) return;
  const name = createHash('sha256').update(file).digest('hex').slice(0, 16);
  writeFileSync(join(folder, `${name}.onnx`), file);
}

/** What onnxruntime makes of a file and these inputs: each output's numbers and shape, in the order of the graph. */
export async function runOnnx(
  file: Uint8Array,
  inputs: readonly Tensor[],
): Promise<{ data: ArrayLike<number>; shape: readonly number[] }[]> {
  keepForChecker(file);
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  try {
    const feeds = Object.fromEntries(
      inputs.map((x, i) => {
        const values = toTypedArray(x);
        return [session.inputNames[i], new OrtTensor(x.dtype as 'float32', values as Float32Array, [...x.shape])];
      }),
    );
    const results = await session.run(feeds);
    return session.outputNames.map((name) => {
      const { data, dims } = results[name];
      return { data: data as unknown as ArrayLike<number>, shape: dims };
    });
  } finally {
    await session.release();
  }
}

/** Same shapes, and every element within `tolerance` of the largest of ours. */
export function expectSame(
  found: readonly { data: ArrayLike<number>; shape: readonly number[] }[],
  ours: readonly Tensor[],
  tolerance: number,
): void {
  expect(found.map(({ shape }) => shape)).toEqual(ours.map(({ shape }) => shape));
  for (const [i, y] of ours.entries()) {
    const expected = Array.from(toTypedArray(y));
    const scale = Math.max(1, ...expected.filter(Number.isFinite).map(Math.abs));
    for (const [j, value] of expected.entries()) {
      const actual = Number(found[i].data[j]);
      if (Object.is(actual, value) || actual === value) continue;
      expect(Math.abs(actual - value) / scale, `output ${i}, element ${j}: ${actual}, ours ${value}`).toBeLessThan(
        tolerance,
      );
    }
  }
}

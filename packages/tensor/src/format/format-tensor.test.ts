import { describe, expect, test } from 'vitest';
import type { DType } from '../dtype.ts';
import { tensor } from '../ops/creation.ts';
import { zeros } from '../ops/creation-filled.ts';
import { arange } from '../ops/creation-range.ts';
import { fromWritten, readFixture, type Written } from '../ops/movement.testing.ts';
import { transpose } from '../ops/permute.ts';
import { reshape } from '../ops/reshape.ts';
import type { Tensor } from '../tensor.ts';
import { formatTensor, inspectTensor } from './format-tensor.ts';

interface FormatCase {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly Written[] | 'arange';
  readonly text: string;
}

function build({ dtype, shape, data }: FormatCase): Tensor {
  if (data !== 'arange') return fromWritten(data, shape, dtype);
  return reshape(
    arange(
      shape.reduce((size, n) => size * n, 1),
      { dtype },
    ) as Tensor,
    shape,
  );
}

describe('formatTensor', () => {
  const { cases } = readFixture<{ cases: readonly FormatCase[] }>('format.json');
  test.each(cases.map((each) => ({ ...each, start: each.text.slice(0, 40).split('\n')[0] })))(
    'prints $dtype $shape as NumPy does: $start',
    (each) => {
      expect(formatTensor(build(each))).toBe(each.text);
    },
  );

  test('takes the even one of two shortest float32 numbers that are as near', () => {
    const x = tensor([-181169.625, 76861.3, 25102.584, 37523.0625]);
    expect(formatTensor(x)).toBe('[-181169.62    76861.3     25102.584   37523.062]'); // numpy 1.24
  });

  test('reads any strides', () => {
    expect(
      formatTensor(
        transpose(
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
      ),
    ).toBe('[[1. 3.]\n [2. 4.]]');
  });
});

describe('inspectTensor', () => {
  test('puts type and shape first', () => {
    expect(inspectTensor(tensor([1, 2]))).toBe('Tensor float32 [2]\n[1. 2.]');
    expect(inspectTensor(tensor(true))).toBe('Tensor bool []\ntrue');
  });

  test('can be looked at after it was freed', () => {
    const x = zeros([2, 3]);
    x.dispose();
    expect(inspectTensor(x)).toBe('Tensor float32 [2, 3] (disposed)');
  });
});

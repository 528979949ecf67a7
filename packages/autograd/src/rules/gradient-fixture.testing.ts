import { readdirSync, readFileSync } from 'node:fs';
import { cast, type DType, fromBuffer, type Tensor } from '@ml/tensor';
import type { AnyPrimitiveName } from '@ml/tensor/layers';

interface FixtureTensor {
  readonly dtype: 'float64' | 'int32';
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

export interface GradientCase {
  readonly primitive: AnyPrimitiveName;
  readonly name: string;
  readonly inputs: readonly FixtureTensor[];
  /** dL/dvalue. */
  readonly cotangent: FixtureTensor;
  readonly value: readonly (number | string)[];
  /** dL/dinput, null for integers. */
  readonly gradients: readonly (readonly (number | string)[] | null)[];
}

const folder = new URL('../../fixtures/', import.meta.url);

/** Every case of fixtures/gradients-*.json. */
export function gradientCases(): GradientCase[] {
  return readdirSync(folder)
    .filter((file) => file.startsWith('gradients-'))
    .flatMap((file) => (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { cases: GradientCase[] }).cases);
}

/** A tensor of the fixtures; floats as `dtype`. */
export function tensorOf({ dtype, shape, values }: FixtureTensor, as: DType): Tensor {
  const x = fromBuffer(Float64Array.from(values, Number), shape) as Tensor;
  return cast(x, dtype === 'int32' ? 'int32' : as);
}

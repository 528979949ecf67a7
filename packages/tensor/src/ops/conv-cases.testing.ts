import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { Triple } from '../engine/conv-plan.ts';
import { isWinograd } from '../engine/winograd.ts';
import { apply, type FloatDType, Rng, randint, type Tensor, tidy, toTypedArray } from '../index.ts';
import { layerPrimitives } from '../layers.ts';
import { slidSize } from './conv-geometry.ts';
import type { ConvParams } from './conv-primitives.ts';
import { forEachProduct } from './convolution-oracle.testing.ts';

export interface Case {
  readonly batch: number;
  readonly groups: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly image: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly padding: Triple;
  readonly dilation: Triple;
}

const small = (most: number) => fc.integer({ min: 1, max: most });
const three = (of: fc.Arbitrary<number>): fc.Arbitrary<Triple> => fc.tuple(of, of, of);

/** Sizes around every edge: channels below and above a tile, rows shorter and longer than a vector, kernels beyond images. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    batch: small(3),
    groups: fc.constantFrom(1, 1, 2, 3),
    inChannels: fc.constantFrom(1, 2, 5, 8),
    outChannels: fc.constantFrom(1, 3, 4, 7, 8, 13),
    image: fc.tuple(fc.constantFrom(1, 1, 3), small(9), fc.constantFrom(1, 2, 4, 7, 9, 17, 26)),
    kernel: fc.tuple(fc.constantFrom(1, 1, 2), small(3), small(4)),
    stride: three(small(3)),
    padding: three(fc.integer({ min: 0, max: 2 })),
    dilation: three(small(2)),
  })
  .filter(({ image, kernel, padding, dilation }) =>
    image.every((n, axis) => n + 2 * padding[axis] >= dilation[axis] * (kernel[axis] - 1) + 1),
  );

/** Operands of small whole numbers: every sum is exact, so results must agree to the last bit. */
export function operands(of: Case, seed: number, dtype: FloatDType) {
  const rng = new Rng(seed);
  const { batch, groups, inChannels, outChannels, image, kernel, stride, padding, dilation } = of;
  const result = [0, 1, 2].map((axis) =>
    slidSize(image[axis], kernel[axis], stride[axis], 2 * padding[axis], dilation[axis]),
  ) as unknown as Triple;
  const whole = (shape: readonly number[]) => randint(-9, 10, shape, { rng, dtype }) as Tensor;
  const params: ConvParams = { stride, padding: padding.map((n): [number, number] => [n, n]), dilation, groups };
  return {
    x: whole([batch, groups * inChannels, ...image]),
    weight: whole([groups * outChannels, inChannels, ...kernel]),
    dY: whole([batch, groups * outChannels, ...result]),
    bias: whole([groups * outChannels]),
    imageBias: whole([groups * inChannels]),
    sizes: { ...of, dtype, result },
    params,
  };
}

export function allThree({ x, weight, dY, bias, imageBias, params }: ReturnType<typeof operands>): number[][] {
  const { shape } = x;
  const spatial = { ...params, spatial: shape.slice(2) };
  return [
    apply(layerPrimitives.conv, [x, weight, bias], params)[0],
    apply(layerPrimitives.convTranspose, [dY, weight, imageBias], spatial)[0],
    apply(layerPrimitives.convWeight, [dY, x], { ...params, kernel: weight.shape.slice(2) })[0],
  ].map((y) => [...toTypedArray(y)]);
}

/** The three by their definitions. */
export function expected({ x, weight, dY, bias, imageBias, sizes }: ReturnType<typeof operands>): number[][] {
  const [image, kernel, gradient] = [x, weight, dY].map((operand) => toTypedArray(operand));
  const start = (values: Tensor, [batch, , ...rest]: readonly number[]): number[] =>
    Array.from({ length: batch }, () =>
      [...toTypedArray(values)].flatMap((value) =>
        Array.from({ length: rest.reduce((product, n) => product * n, 1) }, () => value),
      ),
    ).flat();
  const [y, dX] = [start(bias, dY.shape), start(imageBias, x.shape)];
  const dW = Array.from({ length: weight.size }, () => 0);
  forEachProduct(sizes, (i, j, k) => {
    y[i] += image[j] * kernel[k];
    dX[j] += gradient[i] * kernel[k];
    dW[k] += gradient[i] * image[j];
  });
  return [y, dX, dW];
}

/** Sizes beyond a block of summands, of columns or of images, and a depthwise one. */
export const large: readonly Case[] = [
  { ...deep(2, 40, 20), image: [1, 18, 18], stride: [1, 1, 1], padding: [0, 1, 1], dilation: [1, 1, 1] },
  { ...deep(3, 5, 70), image: [1, 31, 26], stride: [1, 2, 2], padding: [0, 2, 1], dilation: [1, 1, 2] },
  { ...deep(9, 50, 6), image: [1, 7, 7], stride: [1, 1, 1], padding: [0, 1, 1], dilation: [1, 1, 1] },
  { ...deep(1, 1, 1), groups: 24, image: [1, 40, 40], stride: [1, 1, 1], padding: [0, 1, 1], dilation: [1, 1, 1] },
];

export function deep(batch: number, inChannels: number, outChannels: number) {
  return { batch, groups: 1, inChannels, outChannels, kernel: [1, 3, 3] as Triple };
}

/** What Winograd's algorithm takes: 3 × 3, channels from its fewest on, results of even and odd sizes, every border. */
const manyChannels: fc.Arbitrary<Case> = fc
  .record({
    batch: small(3),
    inChannels: fc.constantFrom(16, 17, 25),
    outChannels: fc.constantFrom(16, 19, 24),
    height: fc.integer({ min: 9, max: 13 }),
    width: fc.integer({ min: 9, max: 21 }),
    border: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
  })
  .map(({ height, width, border, ...sizes }) => ({
    ...{ ...sizes, groups: 1, kernel: [1, 3, 3], image: [1, height, width] },
    ...{ stride: [1, 1, 1], padding: [0, ...border], dilation: [1, 1, 1] },
  }));

/** The laws of all three products, for whichever kernels are loaded. */
export function describeConvolutions(): void {
  describe.each(['float32', 'float64'] as const)('in %s', (dtype) => {
    property.prop([cases, fc.integer({ min: 0, max: 1e6 })], { numRuns: 200 })(
      'convolution and its adjoints are what their definitions say',
      (of, seed) => {
        tidy(() => {
          const given = operands(of, seed, dtype);
          expect(allThree(given)).toEqual(expected(given));
        });
      },
    );
  });

  property.prop([manyChannels, fc.integer({ min: 0, max: 1e6 })], { numRuns: 40 })(
    "Winograd's algorithm is exact on small whole numbers, as the definition is",
    (of, seed) => {
      tidy(() => {
        const given = operands(of, seed, 'float32');
        expect(isWinograd(given.sizes)).toBe(true);
        expect(allThree(given)).toEqual(expected(given));
      });
    },
  );

  test.each(large)('blocks of summands, columns and images: %o', (of) => {
    const given = operands(of, 7, 'float32');
    expect(allThree(given)).toEqual(expected(given));
  });
}

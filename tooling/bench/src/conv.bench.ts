import { apply, Rng, randn, type Tensor, tidy } from '@ml/tensor';
import { conv2d, layerPrimitives } from '@ml/tensor/layers';
import { measure, publish, Roof, twoThreadGain, useOneThread } from './index.ts';

interface Shape {
  readonly x: readonly [number, number, number, number];
  readonly weight: readonly [number, number, number, number];
  readonly stride?: number;
  readonly padding?: number;
  readonly groups?: number;
}

const shapes: Readonly<Record<string, Shape>> = {
  'MNIST example, first': { x: [64, 1, 28, 28], weight: [32, 1, 3, 3] },
  'MNIST example, second': { x: [64, 32, 26, 26], weight: [64, 32, 3, 3] },
  '3×3, 64 → 64': { x: [4, 64, 56, 56], weight: [64, 64, 3, 3], padding: 1 },
  '3×3, 128 → 128, stride 2': { x: [4, 128, 56, 56], weight: [128, 128, 3, 3], padding: 1, stride: 2 },
  '3×3, 512 → 512': { x: [16, 512, 7, 7], weight: [512, 512, 3, 3], padding: 1 },
  '1×1, 256 → 64': { x: [4, 256, 56, 56], weight: [64, 256, 1, 1] },
  '7×7, 3 → 64, stride 2': { x: [2, 3, 224, 224], weight: [64, 3, 7, 7], padding: 3, stride: 2 },
  'depthwise 3×3, 64': { x: [8, 64, 56, 56], weight: [64, 1, 3, 3], padding: 1, groups: 64 },
};

useOneThread();
const rng = new Rng(0);
const rows = [];
for (const [name, { x: image, weight: kernel, stride = 1, padding = 0, groups = 1 }] of Object.entries(shapes)) {
  const [x, weight] = [randn(image, { rng }), randn(kernel, { rng })] as Tensor[];
  const dY = conv2d(x, weight, { stride, padding, groups });
  const params = {
    stride: [stride, stride],
    padding: [
      [padding, padding],
      [padding, padding],
    ],
    dilation: [1, 1],
    groups,
  } as const;
  const forward = () => tidy(() => void conv2d(x, weight, { stride, padding, groups }));
  const byImage = () =>
    tidy(() => void apply(layerPrimitives.convTranspose, [dY, weight], { ...params, spatial: image.slice(2) }));
  const byWeight = () =>
    tidy(() => void apply(layerPrimitives.convWeight, [dY, x], { ...params, kernel: kernel.slice(2) }));
  const operations = 2 * dY.size * kernel[1] * kernel[2] * kernel[3];
  const roof = new Roof();
  const times = await measure({ forward, byImage, byWeight, roof: roof.work }, { seconds: 4 });
  const ofRoof = (seconds: number): number => operations / seconds / roof.rate;
  rows.push({
    convolution: name,
    'ms, min': times.forward.min * 1000,
    'of the roof': ofRoof(times.forward.min),
    'by image': ofRoof(times.byImage.min),
    'by weights': ofRoof(times.byWeight.min),
    '2 threads / 1': await twoThreadGain(forward),
  });
}

publish(
  'Convolution, float32',
  [
    'Forward, and the gradients by the image and by the weights, on one thread, as fractions of the rate of multiply–adds on registers;',
    'only multiplications that the definition asks for are counted, but for those with the zeros of a border.',
  ].join(' '),
  rows,
);

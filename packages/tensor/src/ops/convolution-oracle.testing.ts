import type { Convolution } from '../engine/conv-plan.ts';

/**
 * Calls `visit` for every product of a convolution, by the definition: where in the result, in the image and in the weights
 * its factors lie, in row-major order of [N, O, …], [N, C, …] and [O, C / groups, …]. The oracle of the packed kernels.
 */
export function forEachProduct(of: Convolution, visit: (result: number, image: number, weight: number) => void): void {
  const { batch, groups, inChannels, outChannels, image, kernel, result, stride, padding, dilation } = of;
  const [D, H, W] = image;
  let place = 0;
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < groups * outChannels; o++)
      for (let d = 0; d < result[0]; d++)
        for (let h = 0; h < result[1]; h++)
          for (let w = 0; w < result[2]; w++, place++) {
            const first = n * groups * inChannels + Math.floor(o / outChannels) * inChannels;
            let weight = o * inChannels * kernel[0] * kernel[1] * kernel[2];
            for (let c = 0; c < inChannels; c++)
              for (let i = 0; i < kernel[0]; i++)
                for (let j = 0; j < kernel[1]; j++)
                  for (let k = 0; k < kernel[2]; k++, weight++) {
                    const x = d * stride[0] + i * dilation[0] - padding[0];
                    const y = h * stride[1] + j * dilation[1] - padding[1];
                    const z = w * stride[2] + k * dilation[2] - padding[2];
                    if (x < 0 || x >= D || y < 0 || y >= H || z < 0 || z >= W) continue;
                    visit(place, (((first + c) * D + x) * H + y) * W + z, weight);
                  }
          }
}

// The copy of an image a convolution reads: with a border of zeros, its rows dealt out by phases where the stride is not
// 1 (so that positions side by side stay side by side), or with channels last. Images are copied one group at a time
// into scratch, where they stay in the cache: nine times less memory than the matrix of columns of a 3 × 3 kernel.

import { copy_32, copy_64 } from './copy';
import { Plan } from './conv-plan';

/** Writes what is not border. The border is zeroed once by whoever owns the scratch. */
export function copyImage<T>(to: usize, image: usize, plan: Plan): void {
  const width = plan.width;
  const area = plan.depth * plan.height * width;
  const size = <i32>sizeof<T>();
  to += plan.start;
  if (plan.channel == size && plan.channels > 1) {
    for (let d = 0; d < plan.depth; ++d) {
      for (let h = 0; h < plan.height; ++h, image += width * size) {
        const row = to + (d * plan.slice + h * plan.row);
        if (size == 4) copy_32(row, image, width, plan.channels, plan.channels, 1, area);
        else copy_64(row, image, width, plan.channels, plan.channels, 1, area);
      }
    }
    return;
  }
  for (let c = 0; c < plan.channels; ++c) {
    for (let d = 0; d < plan.depth; ++d) {
      let row = to + (c * plan.channel + d * plan.slice);
      for (let h = 0; h < plan.height; ++h, row += plan.row, image += width * size) {
        if (plan.phases == 1) memory.copy(row + plan.left * size, image, <usize>width * size);
        else copyPhases<T>(row, image, plan);
      }
    }
  }
}

function copyPhases<T>(row: usize, image: usize, plan: Plan): void {
  const phases = plan.phases;
  const width = plan.width;
  const stride = <usize>phases * sizeof<T>();
  for (let phase = 0; phase < phases; ++phase) {
    // The first element of the phase at or after the border.
    let w = (phase - plan.left % phases + phases) % phases;
    let to = row + (phase * plan.phase + (w + plan.left) / phases * <i32>sizeof<T>());
    let from = image + w * <i32>sizeof<T>();
    for (; w < width; w += phases, to += sizeof<T>(), from += stride) store<T>(to, load<T>(from));
  }
}

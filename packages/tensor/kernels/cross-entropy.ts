import { expNonPositive4 } from './exp';
import { mapRow, maxRow, sumRow } from './row';
import { ShiftedExp } from './softmax';

// Softmax–cross-entropy on logits [rows, classes] with int32 targets. The probabilities are never stored: forward keeps one
// number per row, lse = ln Σ e^x, and backward rebuilds each probability as e^{x - lse}. Targets are validated by
// the caller; a row whose target is ignoreIndex has loss 0 and gradient 0.

/** e^{x - lse}·dLoss */
// @ts-ignore: decorator
@unmanaged @final
class ScaledProbability {
  // @ts-ignore: decorator
  @inline v(x: v128, _y: v128, lse: v128, dLoss: v128): v128 {
    return f32x4.mul(expNonPositive4(f32x4.sub(x, lse)), dLoss);
  }
}

/** loss = lse - x[target] = ln Σ e^{x - max} + (max - x[target]) per row. */
export function crossEntropy_f32(
  loss: usize, lse: usize, logits: usize, targets: usize, rows: i32, classes: i32, ignoreIndex: i32,
): void {
  const bytes = <usize>classes << 2;
  for (let row: usize = 0, end = <usize>rows << 2; row < end; row += 4, logits += bytes) {
    const max = maxRow(logits, classes);
    const logSum = NativeMath.log(sumRow<ShiftedExp>(0, logits, logits, classes, f32x4.splat(max)));
    const target = load<i32>(targets + row);
    store<f32>(lse + row, <f32>(<f64>max + logSum));
    let value: f64 = 0;
    if (target != ignoreIndex) value = logSum + (<f64>max - <f64>load<f32>(logits + (<usize>target << 2)));
    store<f32>(loss + row, <f32>value);
  }
}

/** dLogits = (softmax - onehot(target))·dLoss per row. */
export function crossEntropyBackward_f32(
  dLogits: usize, dLoss: usize, logits: usize, lse: usize, targets: usize, rows: i32, classes: i32, ignoreIndex: i32,
): void {
  const bytes = <usize>classes << 2;
  for (let row: usize = 0, end = <usize>rows << 2; row < end; row += 4, logits += bytes, dLogits += bytes) {
    const target = load<i32>(targets + row);
    if (target == ignoreIndex) {
      memory.fill(dLogits, 0, bytes);
      continue;
    }
    const scale = load<f32>(dLoss + row);
    mapRow<ScaledProbability>(dLogits, logits, logits, classes, f32x4.splat(load<f32>(lse + row)), f32x4.splat(scale));
    const at = dLogits + (<usize>target << 2);
    store<f32>(at, load<f32>(at) - scale);
  }
}

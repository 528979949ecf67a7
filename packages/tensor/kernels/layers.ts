// The table of contents of the binary for whole layers (convolution, pooling, recurrence): one line per kernel family.
export { conv_f32, conv_f64, convPack_f32, convPack_f64 } from './conv';
export { convTranspose_f32, convTranspose_f64 } from './conv-transpose';
export { convWeight_f32, convWeight_f64 } from './conv-weight';
export { gruBackward_f32, gruStep_f32 } from './gru';
export { heapBase } from './heap-base';
export { lstmBackward_f32, lstmStep_f32 } from './lstm';
export {
  avgPool_f32, avgPool_f64, maxPool_f32, maxPool_f64, maxPoolBackward_f32, maxPoolBackward_f64,
} from './pool';
export { rnnReluBackward_f32, rnnReluStep_f32, rnnTanhBackward_f32, rnnTanhStep_f32 } from './rnn';
export {
  winograd_f32, winogradGradient_f32, winogradGradientWeights_f32, winogradWeights_f32,
} from './winograd';

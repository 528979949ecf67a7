// The table of contents of @ml/nn.
export { Parameter, type ParameterOptions, parameter } from '@ml/autograd';
export { type BufferOptions, BufferTensor, buffer } from './buffer.ts';
export {
  type Checkpoint,
  type CheckpointContents,
  type CheckpointTargets,
  decodeCheckpoint,
  encodeCheckpoint,
  restoreCheckpoint,
} from './checkpoint.ts';
export { CheckpointError } from './checkpoint-error.ts';
export type { BatchJob } from './data/batch-job.ts';
export { type Collated, collate } from './data/collate.ts';
export { ConcatDataset } from './data/concat-dataset.ts';
export { DataLoader, type DataLoaderOptions } from './data/data-loader.ts';
export type { Dataset } from './data/dataset.ts';
export { MapDataset, type MapDatasetOptions } from './data/map-dataset.ts';
export type { Prefetcher } from './data/prefetcher.ts';
export { type RandomSplitOptions, randomSplit } from './data/random-split.ts';
export { BatchSampler, type BatchSamplerOptions } from './data/samplers/batch-sampler.ts';
export { RandomSampler, type RandomSamplerOptions } from './data/samplers/random-sampler.ts';
export type { BatchSamplerLike, Sampler } from './data/samplers/sampler.ts';
export { SequentialSampler } from './data/samplers/sequential-sampler.ts';
export {
  StratifiedBatchSampler,
  type StratifiedBatchSamplerOptions,
} from './data/samplers/stratified-batch-sampler.ts';
export { SubsetRandomSampler } from './data/samplers/subset-random-sampler.ts';
export { WeightedRandomSampler, type WeightedRandomSamplerOptions } from './data/samplers/weighted-random-sampler.ts';
export { Subset } from './data/subset.ts';
export { type Rows, TensorDataset, type Tensors } from './data/tensor-dataset.ts';
export { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from './format/safetensors.ts';
export { SafetensorsError } from './format/safetensors-error.ts';
export { type CELUOptions, celu } from './functional/celu.ts';
export { type ELUOptions, elu } from './functional/elu.ts';
export { glu } from './functional/glu.ts';
export { type HardshrinkOptions, hardshrink } from './functional/hardshrink.ts';
export { hardsigmoid } from './functional/hardsigmoid.ts';
export { hardswish } from './functional/hardswish.ts';
export { type HardtanhOptions, hardtanh } from './functional/hardtanh.ts';
export { type LeakyReLUOptions, leakyRelu } from './functional/leaky-relu.ts';
export { logSigmoid } from './functional/log-sigmoid.ts';
export { mish } from './functional/mish.ts';
export { selu } from './functional/selu.ts';
export { softmin } from './functional/softmin.ts';
export { type SoftshrinkOptions, softshrink } from './functional/softshrink.ts';
export { softsign } from './functional/softsign.ts';
export { tanhshrink } from './functional/tanhshrink.ts';
export { type ThresholdOptions, threshold } from './functional/threshold.ts';
export {
  type InitNormalOptions,
  type InitOptions,
  initConstant,
  initNormal,
  initUniform,
} from './init/fill.ts';
export { gain, type Nonlinearity } from './init/gain.ts';
export { initKaimingNormal, initKaimingUniform, type KaimingOptions } from './init/kaiming.ts';
export { initOrthogonal } from './init/orthogonal.ts';
export { initSparse, type SparseOptions } from './init/sparse.ts';
export { initTruncatedNormal, type TruncatedNormalOptions } from './init/truncated-normal.ts';
export { initXavierNormal, initXavierUniform, type XavierOptions } from './init/xavier.ts';
export { assertJson, type JsonValue } from './json.ts';
export { CELU } from './layers/activations/celu.ts';
export { ELU } from './layers/activations/elu.ts';
export { GELU } from './layers/activations/gelu.ts';
export { GLU } from './layers/activations/glu.ts';
export { Hardshrink } from './layers/activations/hardshrink.ts';
export { Hardsigmoid } from './layers/activations/hardsigmoid.ts';
export { Hardswish } from './layers/activations/hardswish.ts';
export { Hardtanh } from './layers/activations/hardtanh.ts';
export { LeakyReLU } from './layers/activations/leaky-relu.ts';
export { LogSigmoid } from './layers/activations/log-sigmoid.ts';
export { LogSoftmax } from './layers/activations/log-softmax.ts';
export { Mish } from './layers/activations/mish.ts';
export { PReLU, type PReLUOptions } from './layers/activations/prelu.ts';
export { ReLU } from './layers/activations/relu.ts';
export { ReLU6 } from './layers/activations/relu6.ts';
export { SELU } from './layers/activations/selu.ts';
export { Sigmoid } from './layers/activations/sigmoid.ts';
export { SiLU } from './layers/activations/silu.ts';
export { Softmax } from './layers/activations/softmax.ts';
export { Softmin } from './layers/activations/softmin.ts';
export { Softplus, type SoftplusOptions } from './layers/activations/softplus.ts';
export { Softshrink } from './layers/activations/softshrink.ts';
export { Softsign } from './layers/activations/softsign.ts';
export { Tanh } from './layers/activations/tanh.ts';
export { Tanhshrink } from './layers/activations/tanhshrink.ts';
export { Threshold } from './layers/activations/threshold.ts';
export { Bilinear } from './layers/bilinear.ts';
export { Dropout1d, Dropout2d, Dropout3d } from './layers/channel-dropout.ts';
export { ModuleDict } from './layers/containers/module-dict.ts';
export { ModuleList } from './layers/containers/module-list.ts';
export { type MapThrough, Sequential } from './layers/containers/sequential.ts';
export { ConvTranspose1d, type ConvTranspose1dOptions } from './layers/convolution/conv-transpose1d.ts';
export { ConvTranspose2d, type ConvTranspose2dOptions } from './layers/convolution/conv-transpose2d.ts';
export { ConvTranspose3d, type ConvTranspose3dOptions } from './layers/convolution/conv-transpose3d.ts';
export { Conv1d, type Conv1dOptions } from './layers/convolution/conv1d.ts';
export { Conv2d, type Conv2dOptions } from './layers/convolution/conv2d.ts';
export { Conv3d, type Conv3dOptions } from './layers/convolution/conv3d.ts';
export type { PaddingMode } from './layers/convolution/padded.ts';
export { Dropout, type DropoutLayerOptions } from './layers/dropout.ts';
export { Embedding, type EmbeddingOptions } from './layers/embedding.ts';
export { type BagOptions, EmbeddingBag, type EmbeddingBagOptions } from './layers/embedding-bag.ts';
export { Flatten } from './layers/flatten.ts';
export { Identity } from './layers/identity.ts';
export { Layer, type MapShape, type SameShape, type ShapeMap } from './layers/layer.ts';
export { LayerNorm, type LayerNormOptions } from './layers/layer-norm.ts';
export { Linear, type LinearOptions } from './layers/linear.ts';
export { BatchNorm1d, BatchNorm2d, BatchNorm3d, type BatchNormOptions } from './layers/norms/batch-norm.ts';
export { GroupNorm, type GroupNormOptions } from './layers/norms/group-norm.ts';
export {
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  type InstanceNormOptions,
} from './layers/norms/instance-norm.ts';
export { RMSNorm, type RMSNormOptions } from './layers/norms/rms-norm.ts';
export { AdaptiveAvgPool1d } from './layers/pooling/adaptive-avg-pool1d.ts';
export { AdaptiveAvgPool2d } from './layers/pooling/adaptive-avg-pool2d.ts';
export { AdaptiveMaxPool1d } from './layers/pooling/adaptive-max-pool1d.ts';
export { AdaptiveMaxPool2d } from './layers/pooling/adaptive-max-pool2d.ts';
export { AvgPool1d } from './layers/pooling/avg-pool1d.ts';
export { AvgPool2d } from './layers/pooling/avg-pool2d.ts';
export { AvgPool3d } from './layers/pooling/avg-pool3d.ts';
export { LPPool1d } from './layers/pooling/lp-pool1d.ts';
export { LPPool2d } from './layers/pooling/lp-pool2d.ts';
export { MaxPool1d } from './layers/pooling/max-pool1d.ts';
export { MaxPool2d } from './layers/pooling/max-pool2d.ts';
export { MaxPool3d } from './layers/pooling/max-pool3d.ts';
export { GRU } from './layers/recurrent/gru.ts';
export { GRUCell } from './layers/recurrent/gru-cell.ts';
export { LSTM, type LSTMState } from './layers/recurrent/lstm.ts';
export { LSTMCell } from './layers/recurrent/lstm-cell.ts';
export type { CellOptions } from './layers/recurrent/recurrent-cell.ts';
export type { RecurrentOptions, SequenceOptions } from './layers/recurrent/recurrent-layer.ts';
export type { RecurrentWeights } from './layers/recurrent/recurrent-weights.ts';
export { RNN, type RNNOptions } from './layers/recurrent/rnn.ts';
export { RNNCell, type RNNCellOptions } from './layers/recurrent/rnn-cell.ts';
export type { UnfoldOptions } from './layers/resizing/blocks.ts';
export { Fold, fold } from './layers/resizing/fold.ts';
export { type InterpolateOptions, type InterpolationMode, interpolate } from './layers/resizing/interpolate.ts';
export { PixelShuffle, pixelShuffle } from './layers/resizing/pixel-shuffle.ts';
export { PixelUnshuffle, pixelUnshuffle } from './layers/resizing/pixel-unshuffle.ts';
export { Unfold, unfold } from './layers/resizing/unfold.ts';
export { Upsample } from './layers/resizing/upsample.ts';
export type { AttentionMasks } from './layers/transformer/attention-masks.ts';
export type { TransformerActivation } from './layers/transformer/feed-forward.ts';
export {
  type AttendOptions,
  MultiheadAttention,
  type MultiheadAttentionOptions,
} from './layers/transformer/multihead-attention.ts';
export { Transformer, type TransformerOptions, type TransformOptions } from './layers/transformer/transformer.ts';
export { TransformerDecoder, type TransformerDecoderOptions } from './layers/transformer/transformer-decoder.ts';
export { type DecodeOptions, TransformerDecoderLayer } from './layers/transformer/transformer-decoder-layer.ts';
export {
  type EncodeOptions,
  TransformerEncoder,
  type TransformerEncoderOptions,
} from './layers/transformer/transformer-encoder.ts';
export { type EncodeLayerOptions, TransformerEncoderLayer } from './layers/transformer/transformer-encoder-layer.ts';
export type { TransformerLayerOptions } from './layers/transformer/transformer-layer-options.ts';
export { Unflatten } from './layers/unflatten.ts';
export { type BceOptions, bce } from './losses/bce.ts';
export { type BceWithLogitsOptions, bceWithLogits } from './losses/bce-with-logits.ts';
export type { ClassLossOptions } from './losses/class-targets.ts';
export { cosineEmbedding } from './losses/cosine-embedding.ts';
export { type CosineSimilarityOptions, cosineSimilarity } from './losses/cosine-similarity.ts';
export { type CrossEntropyOptions, crossEntropy } from './losses/cross-entropy.ts';
export { type CtcLengths, type CtcOptions, ctc } from './losses/ctc.ts';
export { type GaussianNllOptions, gaussianNll } from './losses/gaussian-nll.ts';
export { hingeEmbedding, type MarginOptions } from './losses/hinge-embedding.ts';
export { type HuberOptions, huber } from './losses/huber.ts';
export { type KlDivOptions, klDiv } from './losses/kl-div.ts';
export { l1 } from './losses/l1.ts';
export { marginRanking } from './losses/margin-ranking.ts';
export { mse } from './losses/mse.ts';
export { multiLabelSoftMargin } from './losses/multi-label-soft-margin.ts';
export { type MultiMarginOptions, multiMargin } from './losses/multi-margin.ts';
export { nll } from './losses/nll.ts';
export { type PoissonNllOptions, poissonNll } from './losses/poisson-nll.ts';
export type { LossOptions, ReducedShape, Reduction } from './losses/reduction.ts';
export { type SmoothL1Options, smoothL1 } from './losses/smooth-l1.ts';
export { softMargin } from './losses/soft-margin.ts';
export { type TripletMarginOptions, tripletMargin } from './losses/triplet-margin.ts';
export { type AccuracyOptions, accuracy } from './metrics/accuracy.ts';
export { type BinaryAccuracyOptions, binaryAccuracy } from './metrics/binary-accuracy.ts';
export { confusionMatrix } from './metrics/confusion-matrix.ts';
export { meanLoss } from './metrics/mean-loss.ts';
export type { Metric, MetricRun, MetricValue } from './metrics/metric.ts';
export { topKAccuracy } from './metrics/top-k-accuracy.ts';
export { type LoadStateDictOptions, Module } from './module.ts';
export { Adadelta, type AdadeltaOptions } from './optim/adadelta.ts';
export { Adagrad, type AdagradOptions } from './optim/adagrad.ts';
export { Adam, type AdamOptions } from './optim/adam.ts';
export { Adamax, type AdamaxOptions } from './optim/adamax.ts';
export { AdamW, type AdamWOptions } from './optim/adamw.ts';
export { ASGD, type ASGDOptions } from './optim/asgd.ts';
export { AveragedModel, type AveragedModelOptions } from './optim/averaged-model.ts';
export { clipGradNorm, clipScale, gradNorm } from './optim/clip-grad-norm.ts';
export { clipGradValue } from './optim/clip-grad-value.ts';
export { decayGroups } from './optim/decay-groups.ts';
export {
  ExponentialMovingAverage,
  type ExponentialMovingAverageOptions,
} from './optim/exponential-moving-average.ts';
export { LBFGS, type LBFGSOptions } from './optim/lbfgs.ts';
export { Lion, type LionOptions } from './optim/lion.ts';
export { Muon, type MuonOptions } from './optim/muon.ts';
export { NAdam, type NAdamOptions } from './optim/nadam.ts';
export {
  type DueParameter,
  type GroupOptions,
  type LearningRate,
  Optimizer,
  type OptimizerParameters,
  type OptimizerState,
  OptimizerStateError,
  type ParameterGroup,
  type SavesOptimizerState,
  type Slots,
  type StepOptions,
} from './optim/optimizer.ts';
export { RAdam, type RAdamOptions } from './optim/radam.ts';
export { RMSprop, type RMSpropOptions } from './optim/rmsprop.ts';
export { Rprop, type RpropOptions } from './optim/rprop.ts';
export { SGD, type SGDOptions } from './optim/sgd.ts';
export {
  EarlyStopping,
  type EarlyStoppingOptions,
  type EarlyStoppingState,
} from './regularization/early-stopping.ts';
export { freeze, unfreeze } from './regularization/freeze.ts';
export { l1Penalty, l2Penalty } from './regularization/penalties.ts';
export { chained } from './schedules/chained.ts';
export { constant } from './schedules/constant.ts';
export { type CosineOptions, cosine } from './schedules/cosine.ts';
export { type CosineRestartsOptions, cosineRestarts } from './schedules/cosine-restarts.ts';
export { type CyclicOptions, cyclic } from './schedules/cyclic.ts';
export { exponential } from './schedules/exponential.ts';
export { type LinearScheduleOptions, linear } from './schedules/linear.ts';
export { type LinearWarmupOptions, linearWarmup } from './schedules/linear-warmup.ts';
export { type MultiStepOptions, multiStep } from './schedules/multi-step.ts';
export { oneAfterAnother } from './schedules/one-after-another.ts';
export { type OneCycleOptions, oneCycle } from './schedules/one-cycle.ts';
export { Plateau, type PlateauOptions, type PlateauState } from './schedules/plateau.ts';
export { type PolynomialOptions, polynomial } from './schedules/polynomial.ts';
export type { Schedule } from './schedules/schedule.ts';
export { type StepDecayOptions, stepDecay } from './schedules/step-decay.ts';
export { type WarmupCosineOptions, warmupCosine } from './schedules/warmup-cosine.ts';
export { type StateDict, type StateDictDifference, StateDictError } from './state-dict.ts';
export { type LayerSummary, ModelSummary } from './summary/model-summary.ts';
export { summary } from './summary/summary.ts';
export type { BatchSource, Stateful } from './train/batch-source.ts';
export { type EvaluateOptions, evaluate, type Measured, type Metrics } from './train/evaluate.ts';
export { evaluateBatches } from './train/evaluate-batches.ts';
export { eventLoopTurn } from './train/event-loop-turn.ts';
export { findAnomaly } from './train/find-anomaly.ts';
export { train } from './train/train.ts';
export type { AnyTrainEvent, Evaluation, Measurements, TrainCallback, TrainEvent } from './train/train-event.ts';
export type { TrainOptions, TrainState } from './train/train-options.ts';
export { type TrainStepOptions, type TrainStepResult, trainStep } from './train/train-step.ts';
export { TrainingError } from './train/training-error.ts';

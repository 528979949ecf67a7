// Every differentiable operation but those of layer-primitives.ts by name: what the gradient table of @ml/autograd must cover.
import { addLayerNormBackwardPrimitive, addLayerNormPrimitive } from './ops/add-layer-norm.ts';
import { affinePrimitive } from './ops/affine.ts';
import { affineGeluPrimitive } from './ops/affine-gelu.ts';
import { attentionBackwardPrimitive, attentionPrimitive } from './ops/attention.ts';
import {
  addPrimitive,
  divPrimitive,
  maximumPrimitive,
  minimumPrimitive,
  mulPrimitive,
  powPrimitive,
  remainderPrimitive,
  subPrimitive,
} from './ops/binary.ts';
import { castPrimitive } from './ops/cast.ts';
import { clipPrimitive } from './ops/clip.ts';
import { concatPrimitive } from './ops/concat.ts';
import { copyPrimitive } from './ops/copy.ts';
import { crossEntropyBackwardPrimitive, crossEntropyPrimitive } from './ops/cross-entropy.ts';
import { cumsumPrimitive } from './ops/cumsum.ts';
import { diagonalPrimitive } from './ops/diagonal.ts';
import { dropoutPrimitive } from './ops/dropout.ts';
import { embeddingPrimitive, scatterRowsPrimitive } from './ops/embedding.ts';
import { expandPrimitive } from './ops/expand.ts';
import { gatherPrimitive } from './ops/gather.ts';
import { geluBackwardPrimitive, geluPrimitive } from './ops/gelu.ts';
import { layerNormBackwardPrimitive, layerNormPrimitive } from './ops/layer-norm.ts';
import { logsumexpPrimitive } from './ops/logsumexp.ts';
import { matmulPrimitive } from './ops/matmul.ts';
import { padPrimitive } from './ops/pad.ts';
import { permutePrimitive } from './ops/permute.ts';
import { maxPrimitive, minPrimitive, prodPrimitive, sumPrimitive } from './ops/reduce.ts';
import { reshapePrimitive } from './ops/reshape.ts';
import { scatterAddPrimitive } from './ops/scatter.ts';
import { slicePrimitive } from './ops/slice.ts';
import {
  logSoftmaxBackwardPrimitive,
  logSoftmaxPrimitive,
  softmaxBackwardPrimitive,
  softmaxPrimitive,
} from './ops/softmax.ts';
import { splitPrimitive } from './ops/split.ts';
import { trilPrimitive, triuPrimitive } from './ops/triangle.ts';
import {
  absPrimitive,
  acosPrimitive,
  asinPrimitive,
  atanPrimitive,
  coshPrimitive,
  cosPrimitive,
  erfPrimitive,
  expm1Primitive,
  expPrimitive,
  log1pPrimitive,
  log2Primitive,
  log10Primitive,
  logPrimitive,
  negPrimitive,
  reciprocalPrimitive,
  reluPrimitive,
  rsqrtPrimitive,
  sigmoidPrimitive,
  siluPrimitive,
  sinhPrimitive,
  sinPrimitive,
  softplusPrimitive,
  sqrtPrimitive,
  squarePrimitive,
  tanhPrimitive,
  tanPrimitive,
} from './ops/unary-primitives.ts';
import { wherePrimitive } from './ops/where.ts';

export const primitives = {
  abs: absPrimitive,
  acos: acosPrimitive,
  add: addPrimitive,
  addLayerNorm: addLayerNormPrimitive,
  addLayerNormBackward: addLayerNormBackwardPrimitive,
  affine: affinePrimitive,
  affineGelu: affineGeluPrimitive,
  asin: asinPrimitive,
  atan: atanPrimitive,
  attention: attentionPrimitive,
  attentionBackward: attentionBackwardPrimitive,
  cast: castPrimitive,
  clip: clipPrimitive,
  concat: concatPrimitive,
  copy: copyPrimitive,
  cos: cosPrimitive,
  cosh: coshPrimitive,
  crossEntropy: crossEntropyPrimitive,
  crossEntropyBackward: crossEntropyBackwardPrimitive,
  cumsum: cumsumPrimitive,
  diagonal: diagonalPrimitive,
  div: divPrimitive,
  dropout: dropoutPrimitive,
  embedding: embeddingPrimitive,
  erf: erfPrimitive,
  exp: expPrimitive,
  expand: expandPrimitive,
  expm1: expm1Primitive,
  gather: gatherPrimitive,
  gelu: geluPrimitive,
  geluBackward: geluBackwardPrimitive,
  layerNorm: layerNormPrimitive,
  layerNormBackward: layerNormBackwardPrimitive,
  log: logPrimitive,
  log10: log10Primitive,
  log1p: log1pPrimitive,
  log2: log2Primitive,
  logSoftmax: logSoftmaxPrimitive,
  logSoftmaxBackward: logSoftmaxBackwardPrimitive,
  logsumexp: logsumexpPrimitive,
  matmul: matmulPrimitive,
  max: maxPrimitive,
  maximum: maximumPrimitive,
  min: minPrimitive,
  minimum: minimumPrimitive,
  mul: mulPrimitive,
  neg: negPrimitive,
  pad: padPrimitive,
  permute: permutePrimitive,
  pow: powPrimitive,
  prod: prodPrimitive,
  reciprocal: reciprocalPrimitive,
  relu: reluPrimitive,
  remainder: remainderPrimitive,
  reshape: reshapePrimitive,
  rsqrt: rsqrtPrimitive,
  scatterAdd: scatterAddPrimitive,
  scatterRows: scatterRowsPrimitive,
  sigmoid: sigmoidPrimitive,
  silu: siluPrimitive,
  sin: sinPrimitive,
  sinh: sinhPrimitive,
  slice: slicePrimitive,
  softmax: softmaxPrimitive,
  softmaxBackward: softmaxBackwardPrimitive,
  softplus: softplusPrimitive,
  split: splitPrimitive,
  sqrt: sqrtPrimitive,
  square: squarePrimitive,
  sub: subPrimitive,
  sum: sumPrimitive,
  tan: tanPrimitive,
  tanh: tanhPrimitive,
  tril: trilPrimitive,
  triu: triuPrimitive,
  where: wherePrimitive,
} as const;

export type Primitives = typeof primitives;
export type PrimitiveName = keyof Primitives;

// The table of contents of @ml/nlp.
export { splitText } from './data/split-text.ts';
export { type TextBatch, type TextBatchOptions, TextTooShortError, textBatches } from './data/text-batches.ts';
export { type EvaluateTextOptions, evaluateText, type TextEvaluation } from './evaluation/evaluate-text.ts';
export { type GenerateOptions, generate } from './generation/generate.ts';
export { LogitsError, type SamplingOptions, sampleToken, tokenProbabilities } from './generation/sample-token.ts';
export { GPT, type GPTOptions } from './models/gpt.ts';
export { ConfigError, type GPTConfig } from './models/gpt-config.ts';
export { gpt2Config, gptConfigFrom } from './models/gpt2-config.ts';
export { gpt2StateDict, loadGpt2StateDict } from './models/gpt2-state-dict.ts';
export { KVCache, type LayerCache } from './models/kv-cache.ts';
export { type ParameterReport, parameterReport } from './models/parameter-report.ts';
export { CharTokenizer, type CharTokenizerOptions } from './tokenizers/char-tokenizer.ts';
export type { Tokenizer } from './tokenizers/tokenizer.ts';
export { TokenizerFormatError } from './tokenizers/tokenizer-json.ts';

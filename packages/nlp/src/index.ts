// The table of contents of @ml/nlp.
export { GPT, type GPTOptions } from './models/gpt.ts';
export { ConfigError, type GPTConfig } from './models/gpt-config.ts';
export { KVCache, type LayerCache } from './models/kv-cache.ts';
export { CharTokenizer, type CharTokenizerOptions } from './tokenizers/char-tokenizer.ts';
export type { Tokenizer } from './tokenizers/tokenizer.ts';
export { TokenizerFormatError } from './tokenizers/tokenizer-json.ts';

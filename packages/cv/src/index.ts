// The table of contents of @ml/cv.
export { IdxError } from './idx/idx-error.ts';
export { parseIdx } from './idx/parse-idx.ts';

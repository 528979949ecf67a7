/** Bytes are not a well-formed IDX file; the message says what is wrong. */
export class IdxError extends Error {
  override readonly name = 'IdxError';
}

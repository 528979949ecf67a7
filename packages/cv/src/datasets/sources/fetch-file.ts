import { DataFileError } from '../data-errors.ts';

export interface FetchOptions {
  /** Size of the file: more is not read. */
  readonly bytes: number;
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal | undefined;
}

/** What a server sends no byte for is not coming. */
const patience = 30_000;

/**
 * A file of known size from an address.
 *
 * @throws {DataFileError} when it cannot be had, falls silent, or has another size
 */
export async function fetchFile(url: string, { bytes, onBytes, signal }: FetchOptions): Promise<Uint8Array> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), patience);
  const out = new Uint8Array(bytes);
  let at = 0;
  try {
    const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal });
    if (!response.ok || response.body === null)
      throw new DataFileError(`${url}: the server answered ${response.status} ${response.statusText}`);
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), patience);
      if (at + part.length > bytes) throw new DataFileError(`${url}: more than the ${bytes} bytes that it should have`);
      out.set(part, at);
      at += part.length;
      onBytes(at);
    }
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    if (cause instanceof DataFileError) throw cause;
    const reason = silence.signal.aborted ? 'the server fell silent' : reasonOf(cause);
    throw new DataFileError(`${url}: ${reason}`, { cause });
  } finally {
    clearTimeout(timer);
  }
  if (at !== bytes) throw new DataFileError(`${url}: ended after ${at} of ${bytes} bytes`);
  return out;
}

/** fetch says "fetch failed" and keeps the reason in the cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${(cause as NodeJS.ErrnoException).code ?? cause.message}` : message;
}

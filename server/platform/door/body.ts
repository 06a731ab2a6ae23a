// In: a request whose body is to come. Out: one JSON object of bounded length, or why it is none. Run by: http-door.
import type { IncomingMessage } from 'node:http';
import type { RefusalReason } from '../../../shared/netcode/refusals.ts';

export interface BodyRefusal {
  readonly reason: RefusalReason;
  readonly error?: string;
}

export type BodyResult = BodyRefusal | { readonly body: object };

/** Reads a body of at most `bytesMax` that is one JSON object; an empty body counts as `{}`. Calls back once. */
export function readJson(req: IncomingMessage, bytesMax: number, done: (result: BodyResult) => void): void {
  const tooLong: BodyRefusal = { reason: 'body-too-long', error: `the request is longer than ${bytesMax} bytes` };
  if (Number(req.headers['content-length'] ?? 0) > bytesMax) return done(tooLong);
  const chunks: Buffer[] = [];
  let bytes = 0;
  const onData = (chunk: Buffer): void => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes <= bytesMax) return;
    req.off('data', onData).off('end', onEnd);
    done(tooLong);
  };
  const onEnd = (): void => done(parseObject(Buffer.concat(chunks).toString('utf8')));
  req.on('data', onData).on('end', onEnd).on('error', () => {});
}

function parseObject(text: string): BodyResult {
  const refusal: BodyRefusal = { reason: 'body-malformed' };
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { body } : refusal;
  } catch {
    return refusal;
  }
}

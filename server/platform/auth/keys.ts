// In: the configured keys, or none. Out: which key signs, and which verify. Run by: config, boot.
import { randomBytes } from 'node:crypto';

export interface TokenKey {
  /** Names the key in the header of every token it signed. */
  readonly id: string;
  readonly secret: Uint8Array;
}

/** Newest first: the first key signs, all of them verify, so a key is retired by moving it back and later out. */
export type TokenKeys = readonly [TokenKey, ...TokenKey[]];

/** HMAC-SHA-256 takes any key; one shorter than its hash weakens it (RFC 7518, 3.2). */
const SECRET_BYTES_MIN = 32;
const KEYS_MAX = 8;

/**
 * Reads `id:secret` pairs, separated by commas, spaces or lines; secrets are base64 or base64url.
 * @returns the keys, or what is wrong with them: a sentence that never repeats a secret.
 */
export function parseKeys(text: string): TokenKeys | string {
  const pairs = text.split(/[\s,]+/).filter((pair) => pair !== '');
  if (pairs.length === 0) return 'must hold at least one id:secret';
  if (pairs.length > KEYS_MAX) return `must hold at most ${KEYS_MAX} keys`;
  const keys: TokenKey[] = [];
  for (const [n, pair] of pairs.entries()) {
    const match = /^([\w-]{1,32}):([\w+/-]+={0,2})$/.exec(pair);
    if (match === null) return `must be id:secret with a base64 secret (key ${n + 1} is not)`;
    const secret = Buffer.from(match[2]!, 'base64');
    if (secret.length < SECRET_BYTES_MIN) return `must have secrets of at least ${SECRET_BYTES_MIN} bytes (key ${n + 1} is shorter)`;
    if (keys.some(({ id }) => id === match[1])) return `must not name a key twice (key ${n + 1})`;
    keys.push({ id: match[1]!, secret });
  }
  return keys as [TokenKey, ...TokenKey[]];
}

/** For a process that was given none: its tokens end with it. */
export function generatedKeys(): TokenKeys {
  return [{ id: `start-${randomBytes(4).toString('hex')}`, secret: randomBytes(SECRET_BYTES_MIN) }];
}

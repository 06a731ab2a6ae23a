// In: the keys of a server under test. Out: every kind of token that must not be taken, with the reason it is refused for.
// Run by: tests/security.
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { RefusalReason } from '../../shared/netcode/refusals.ts';
import { KEYS } from './door-server.ts';

type Claims = Record<string, unknown>;

const nowSec = (): number => Math.floor(Date.now() / 1000);

/** A token as the server makes them, with some claims and parts of the header in place of its own; `undefined` leaves one out. */
export function forge(claims: Claims = {}, header: Claims = {}, secret: Uint8Array = KEYS.now): string {
  const now = nowSec();
  const payload = { sub: 'ann', sid: 'session-ann', iss: 'arbiter', aud: 'arbiter', iat: now, nbf: now, exp: now + 600, auth_time: now, ...claims };
  return seal({ alg: 'HS256', typ: 'JWT', kid: 'now', ...header }, payload, secret);
}

function seal(header: Claims, payload: unknown, secret: Uint8Array, hash = 'sha256'): string {
  const body = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${body}.${createHmac(hash, secret).update(body).digest('base64url')}`;
}

function part(token: string, n: number): string {
  return token.split('.')[n]!;
}

function withoutSignature(header: Claims): string {
  const [, payload] = forge().split('.');
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.`;
}

/** The public key of somebody as the secret of an HMAC: the classic mix-up of algorithms. */
const PUBLIC_PEM = Buffer.from(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString());

export type BadToken = readonly [name: string, header: string | undefined, reason: RefusalReason];

/** Whole Authorization headers. */
export async function badTokens(): Promise<readonly BadToken[]> {
  const now = nowSec();
  const { privateKey } = generateKeyPairSync('ed25519');
  const eddsa = await new SignJWT({ sub: 'ann', sid: 's', auth_time: now } as JWTPayload)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: 'now' }).setIssuer('arbiter').setAudience('arbiter').setIssuedAt().setNotBefore(now).setExpirationTime('5m').sign(privateKey);
  const good = forge();
  const bearer = (name: string, token: string, reason: RefusalReason): BadToken => [name, `Bearer ${token}`, reason];
  return [
    ['no token', undefined, 'token-missing'],
    ['an empty header', '', 'token-malformed'],
    ['a scheme without a token', 'Bearer', 'token-malformed'],
    ['another scheme', 'Basic YW5uOnBhc3N3b3Jk', 'token-malformed'],
    ['two tokens', `Bearer ${good}, Bearer ${good}`, 'token-malformed'],
    bearer('garbage', 'garbage', 'token-malformed'),
    bearer('dots', '..', 'token-malformed'),
    bearer('five parts', 'a.b.c.d.e', 'token-malformed'),
    bearer('a JSON object', '{"sub":"ann"}', 'token-malformed'),
    bearer('a header that is no JSON', `xxxx.${part(good, 1)}.${part(good, 2)}`, 'token-malformed'),
    bearer('a payload that is no JSON', sealRaw('nonsense'), 'token-malformed'),
    bearer('a payload that is an array', sealRaw('[]'), 'token-malformed'),
    bearer('longer than a token may be', forge({ extra: 'x'.repeat(LIMITS.tokenBytesMax) }), 'token-malformed'),
    bearer('expired a minute ago', forge({ exp: now - 60 }), 'token-expired'),
    bearer('expired in 1970', forge({ exp: 1 }), 'token-expired'),
    bearer('valid from tomorrow', forge({ nbf: now + 86_400 }), 'token-early'),
    bearer('for another audience', forge({ aud: 'chess' }), 'token-audience'),
    bearer('for no audience', forge({ aud: undefined }), 'token-audience'),
    bearer('from another issuer', forge({ iss: 'https://evil.example' }), 'token-issuer'),
    bearer('from no issuer', forge({ iss: undefined }), 'token-issuer'),
    bearer('alg none without a signature', withoutSignature({ alg: 'none', typ: 'JWT', kid: 'now' }), 'token-algorithm'),
    bearer('alg None in capitals', withoutSignature({ alg: 'NONE', typ: 'JWT', kid: 'now' }), 'token-algorithm'),
    bearer('alg none with a signature', forge({}, { alg: 'none' }), 'token-algorithm'),
    bearer('no alg', forge({}, { alg: undefined }), 'token-malformed'),
    bearer('HS512 with the right key', seal({ alg: 'HS512', typ: 'JWT', kid: 'now' }, JSON.parse(Buffer.from(part(good, 1), 'base64url').toString()), KEYS.now, 'sha512'), 'token-algorithm'),
    bearer('an asymmetric signature', eddsa, 'token-algorithm'),
    bearer('a public key as the secret', forge({}, {}, PUBLIC_PEM), 'token-signature'),
    bearer('another key under our name', forge({}, {}, Buffer.alloc(32, 9)), 'token-signature'),
    bearer('the old key under the new name', forge({}, {}, KEYS.before), 'token-signature'),
    bearer('an empty key', forge({}, {}, Buffer.alloc(0)), 'token-signature'),
    bearer('a key nobody knows', forge({}, { kid: 'later' }, Buffer.alloc(32, 9)), 'token-key'),
    bearer('a key that is retired', forge({}, { kid: 'last-year' }), 'token-key'),
    bearer('no key id', forge({}, { kid: undefined }), 'token-key'),
    bearer('a key id that is a path', forge({}, { kid: '../../dev/null' }, Buffer.alloc(0)), 'token-key'),
    bearer('a key id that every object has', forge({}, { kid: '__proto__' }, Buffer.alloc(0)), 'token-key'),
    bearer('a key in its own header', forge({}, { jwk: { kty: 'oct', k: Buffer.alloc(32, 9).toString('base64url') } }, Buffer.alloc(32, 9)), 'token-signature'),
    bearer('a critical extension nobody knows', forge({}, { crit: ['x'], x: 1 }), 'token-malformed'),
    bearer('the signature cut off', good.slice(0, good.lastIndexOf('.') + 1), 'token-signature'),
    bearer('the signature of another token', `${part(good, 0)}.${part(good, 1)}.${part(forge({ sub: 'bob' }), 2)}`, 'token-signature'),
    bearer('another player put into it', `${part(good, 0)}.${part(forge({ sub: 'bob' }), 1)}.${part(good, 2)}`, 'token-signature'),
    bearer('of another type', forge({}, { typ: 'at+jwt' }), 'token-malformed'),
    bearer('no player', forge({ sub: undefined }), 'token-malformed'),
    bearer('a player that is a number', forge({ sub: 7 }), 'token-malformed'),
    bearer('a player with a line break', forge({ sub: 'ann\r\nx-admin: yes' }), 'token-malformed'),
    bearer('a player of 65 letters', forge({ sub: 'a'.repeat(65) }), 'token-malformed'),
    bearer('no session', forge({ sid: undefined }), 'token-malformed'),
    bearer('a session that is a list', forge({ sid: ['s'] }), 'token-malformed'),
    bearer('no end', forge({ exp: undefined }), 'token-malformed'),
    bearer('an end that is a word', forge({ exp: 'never' }), 'token-malformed'),
    bearer('no beginning', forge({ nbf: undefined }), 'token-malformed'),
    bearer('no time of issue', forge({ iat: undefined }), 'token-malformed'),
    bearer('no start of the session', forge({ auth_time: undefined }), 'token-malformed'),
    bearer('a start of the session that is a word', forge({ auth_time: 'now' }), 'token-malformed'),
    bearer('a session of two days', forge({ auth_time: now - 2 * LIMITS.sessionSecMax }), 'session-over'),
  ];
}

function sealRaw(payload: string): string {
  const body = `${Buffer.from('{"alg":"HS256","typ":"JWT","kid":"now"}').toString('base64url')}.${Buffer.from(payload).toString('base64url')}`;
  return `${body}.${createHmac('sha256', KEYS.now).update(body).digest('base64url')}`;
}

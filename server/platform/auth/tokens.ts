// In: keys and a clock. Out: signed tokens that say who a player is, and what a given one is worth. Run by: auth routes, the door.
import { randomBytes } from 'node:crypto';
import { errors, jwtVerify, SignJWT, type JWTHeaderParameters } from 'jose';
import { LIMITS } from '../../../shared/netcode/limits.ts';
import type { RefusalReason } from '../../../shared/netcode/refusals.ts';
import type { TokenKeys } from './keys.ts';

/** Who asks, as a token that was checked says. */
export interface Identity {
  /** The player: seats and two windows of one player are known by it. */
  readonly user: string;
  /** One sign-in of the player: refreshing keeps it, signing out ends it. */
  readonly session: string;
  /** When the session began and when this token ends, seconds of the epoch. */
  readonly startedSec: number;
  readonly expiresSec: number;
}

export interface TokensOptions {
  readonly keys: TokenKeys;
  /** Seconds a token is valid. */
  readonly lifeSec: number;
  /** Wall clock, milliseconds: tokens are read by other machines too. */
  now(): number;
}

const ALGORITHM = 'HS256';
const PARTY = 'arbiter';
const TYPE = 'JWT';
/** What `user` and `session` may be: they go into headers, maps and logs. */
const NAME = /^[\w.:@-]{1,64}$/;

/** JSON Web Tokens (RFC 7519) of exactly one kind: HS256, one issuer, one audience, all claims there. */
export class Tokens {
  readonly #options: TokensOptions;

  constructor(options: TokensOptions) {
    this.#options = options;
  }

  /** A player nobody knows yet. */
  guest(): Promise<{ readonly token: string; readonly identity: Identity }> {
    return this.#sign({ user: `guest-${randomName()}`, session: randomName(), startedSec: this.#nowSec() });
  }

  /** The same session for a while longer. */
  renew(identity: Identity): Promise<{ readonly token: string; readonly identity: Identity }> {
    return this.#sign(identity);
  }

  /** Who a token is for, or why it is worth nothing. */
  async verify(token: string): Promise<Identity | RefusalReason> {
    if (token.length > LIMITS.tokenBytesMax) return 'token-malformed';
    try {
      const { payload } = await jwtVerify(token, (header) => this.#keyOf(header), {
        algorithms: [ALGORITHM], typ: TYPE, issuer: PARTY, audience: PARTY, clockTolerance: LIMITS.tokenClockSlackSec,
        currentDate: new Date(this.#options.now()), requiredClaims: ['sub', 'sid', 'iat', 'nbf', 'exp', 'auth_time'],
      });
      const { sub, sid, exp, auth_time: startedSec } = payload as Record<string, unknown>;
      if (typeof sub !== 'string' || !NAME.test(sub) || typeof sid !== 'string' || !NAME.test(sid)) return 'token-malformed';
      if (typeof startedSec !== 'number' || !Number.isFinite(startedSec)) return 'token-malformed';
      if (this.#nowSec() - startedSec > LIMITS.sessionSecMax) return 'session-over';
      return { user: sub, session: sid, startedSec, expiresSec: exp as number };
    } catch (error) {
      return reasonOf(error);
    }
  }

  async #sign({ user, session, startedSec }: Omit<Identity, 'expiresSec'>): Promise<{ token: string; identity: Identity }> {
    const [{ id, secret }] = this.#options.keys;
    const nowSec = this.#nowSec();
    const expiresSec = Math.min(nowSec + this.#options.lifeSec, startedSec + LIMITS.sessionSecMax);
    const token = await new SignJWT({ sid: session, auth_time: startedSec })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: id })
      .setIssuer(PARTY).setAudience(PARTY).setSubject(user).setIssuedAt(nowSec).setNotBefore(nowSec).setExpirationTime(expiresSec)
      .sign(secret);
    return { token, identity: { user, session, startedSec, expiresSec } };
  }

  #keyOf({ kid }: JWTHeaderParameters): Uint8Array {
    const key = this.#options.keys.find(({ id }) => id === kid);
    if (key === undefined) throw new UnknownKey();
    return key.secret;
  }

  #nowSec(): number {
    return Math.floor(this.#options.now() / 1000);
  }
}

class UnknownKey extends Error {}

/** 128 bits: nobody guesses one, and no two are the same. */
function randomName(): string {
  return randomBytes(16).toString('base64url');
}

function reasonOf(error: unknown): RefusalReason {
  if (error instanceof UnknownKey) return 'token-key';
  if (error instanceof errors.JWTExpired) return 'token-expired';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'token-algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'token-signature';
  if (error instanceof errors.JWTClaimValidationFailed) {
    switch (error.claim) {
      case 'iss': return 'token-issuer';
      case 'aud': return 'token-audience';
      case 'nbf': return error.reason === 'missing' ? 'token-malformed' : 'token-early';
      default: return 'token-malformed';
    }
  }
  // Anything else that jose says of a string is a string that is no token of this kind.
  return 'token-malformed';
}

// In: a server's address. Out: a token that says who we are, kept valid as long as somebody needs it. Run by: connection.
import { TOKEN_PROTOCOL } from '../../shared/netcode/protocol.ts';

/** Where a token outlives a page: without one every sign-in is a new guest. */
export interface TokenStore {
  load(): string | null;
  save(text: string | null): void;
}

/** Why there is no token. `code` is the HTTP status, or undefined where there was no answer. */
export class SignInError extends Error {
  readonly code: number | undefined;

  constructor(text: string, code: number | undefined) {
    super(text);
    this.name = 'SignInError';
    this.code = code;
  }
}

interface Kept {
  readonly token: string;
  /** Wall clock, milliseconds: it must mean something in the next page as well. */
  readonly expiresMs: number;
  readonly lifeMs: number;
}

const ANSWER_MS_MAX = 10_000;
const RETRY_MS = 5_000;
/** A token with less left than this share of its life is renewed before it is used. */
const FRESH_SHARE = 0.5;

export class SignIn {
  readonly #url: string;
  readonly #store: TokenStore | undefined;
  readonly #holders = new Set<(token: string) => void>();
  #kept: Kept | undefined;
  #pending: Promise<Kept> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string, store?: TokenStore) {
    this.#url = url.replace(/\/$/, '').replace(/^ws/, 'http');
    this.#store = store;
    this.#kept = parseKept(store?.load() ?? null);
  }

  /** A token with time left: the one we have, renewed if need be, or a new guest's. @throws SignInError. */
  async token(): Promise<string> {
    const kept = this.#kept;
    if (kept !== undefined && leftMs(kept) > kept.lifeMs * FRESH_SHARE) return kept.token;
    this.#pending ??= this.#obtain().finally(() => { this.#pending = undefined; });
    return (await this.#pending).token;
  }

  /** The server does not take our token: the next one is a new guest's. */
  forget(): void {
    this.#keep(undefined);
  }

  /** Renews the token until the returned function is called, and hands every new one to `onRenewed`. */
  hold(onRenewed: (token: string) => void): () => void {
    this.#holders.add(onRenewed);
    this.#schedule();
    return () => {
      this.#holders.delete(onRenewed);
      if (this.#holders.size === 0) clearTimeout(this.#timer);
    };
  }

  /** Ends the session: no token of it is worth anything, its matches are left. */
  async signOut(): Promise<void> {
    const token = this.#kept?.token;
    this.#keep(undefined);
    if (token !== undefined) await this.#post('/auth/logout', token);
  }

  async #obtain(): Promise<Kept> {
    const kept = this.#kept;
    if (kept !== undefined && leftMs(kept) > 0) {
      try {
        return await this.#ask('/auth/refresh', kept.token);
      } catch (error) {
        // A server that started anew knows neither key nor session.
        if ((error as SignInError).code !== 401) throw error;
      }
    }
    return this.#ask('/auth/guest', undefined);
  }

  async #ask(path: string, token: string | undefined): Promise<Kept> {
    const answer = await this.#post(path, token) as { readonly token?: unknown; readonly expiresInSec?: unknown };
    if (typeof answer.token !== 'string' || typeof answer.expiresInSec !== 'number') throw new SignInError('The server gave no token.', 502);
    const lifeMs = answer.expiresInSec * 1000;
    const kept = { token: answer.token, expiresMs: Date.now() + lifeMs, lifeMs };
    this.#keep(kept);
    for (const onRenewed of this.#holders) onRenewed(kept.token);
    return kept;
  }

  async #post(path: string, token: string | undefined): Promise<unknown> {
    const headers = token === undefined ? undefined : { Authorization: `Bearer ${token}` };
    const signal = AbortSignal.timeout(ANSWER_MS_MAX);
    const answer = await fetch(`${this.#url}${path}`, { method: 'POST', signal, ...(headers === undefined ? {} : { headers }) })
      .catch(() => { throw new SignInError('The server cannot be reached.', undefined); });
    const body = await answer.json().catch(() => ({})) as { readonly error?: unknown };
    if (!answer.ok) throw new SignInError(typeof body.error === 'string' ? body.error : 'The server gave no token.', answer.status);
    return body;
  }

  #keep(kept: Kept | undefined): void {
    this.#kept = kept;
    this.#store?.save(kept === undefined ? null : JSON.stringify(kept));
  }

  #schedule(delayMs = this.#kept === undefined ? 0 : Math.max(0, leftMs(this.#kept) - this.#kept.lifeMs * FRESH_SHARE)): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#renew(), delayMs);
    // Nobody stays alive only to renew a token; a page has no such call.
    (this.#timer as unknown as { unref?(): void }).unref?.();
  }

  async #renew(): Promise<void> {
    const done = await this.token().then(() => true, () => false);
    if (this.#holders.size > 0) this.#schedule(done ? undefined : RETRY_MS);
  }
}

/** What carries the token on a WebSocket, see TOKEN_PROTOCOL. */
export function tokenProtocols(token: string): string[] {
  return [TOKEN_PROTOCOL.name, `${TOKEN_PROTOCOL.prefix}${token}`];
}

function leftMs(kept: Kept): number {
  return kept.expiresMs - Date.now();
}

function parseKept(text: string | null): Kept | undefined {
  try {
    const { token, expiresMs, lifeMs } = JSON.parse(text ?? '{}') as Partial<Kept>;
    if (typeof token === 'string' && typeof expiresMs === 'number' && typeof lifeMs === 'number') return { token, expiresMs, lifeMs };
  } catch {
    // What others wrote there is as good as nothing.
  }
  return undefined;
}

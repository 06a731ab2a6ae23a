// In: a server's address. Out: the sign-in of this tab: a reload stays the same player, another tab is another one. Run by: room pages.
import { SignIn, type TokenStore } from '../netcode/sign-in.ts';

const KEY = 'arbiter.token';

/** A tab's own storage; pages that may not store anything are a new guest every time. */
const TAB: TokenStore = {
  load: () => attempt(() => sessionStorage.getItem(KEY)) ?? null,
  save: (text) => {
    attempt(() => (text === null ? sessionStorage.removeItem(KEY) : sessionStorage.setItem(KEY, text)));
  },
};

let known: { readonly url: string; readonly signIn: SignIn } | undefined;

export function pageSignIn(url: string): SignIn {
  if (known?.url !== url) known = { url, signIn: new SignIn(url, TAB) };
  return known.signIn;
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

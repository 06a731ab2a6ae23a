// In: the page as it stands. Out: a developer who is back in a match after a reload or a restart. Run by: npm run dev, in the page.

const KEY = 'arbiter.dev-playing';
const RETRY_MS = 300;

let played = false;

/** Who played before the page or the rooms were changed plays again; who left by hand stays in the menu. */
async function look(): Promise<void> {
  const screen = document.body.dataset['screen'];
  if (screen === 'playing') {
    played = true;
    sessionStorage.setItem(KEY, 'yes');
  }
  if (screen !== 'menu' || sessionStorage.getItem(KEY) === null) return;
  const refused = part('error') !== null;
  if (played && !refused) {
    sessionStorage.removeItem(KEY);
    return;
  }
  if (!(await fetch('/dev-rooms')).ok) return;
  part('reload')?.click();
  // The match of the address went away with the rooms.
  if (refused) part('any-match')?.click();
  part('play')?.click();
}

function part(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
}

async function watch(): Promise<void> {
  for (;;) {
    await look().catch(() => {});
    await new Promise((resolve) => { setTimeout(resolve, RETRY_MS); });
  }
}

import.meta.hot?.on('arbiter:rooms', () => {
  // Rules may have changed with the rooms: a new page, and no match of theirs in its address.
  history.replaceState(null, '', location.pathname);
  location.reload();
});
void watch();

export {};

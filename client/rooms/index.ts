// In: the name of a room type. Out: what the menu says of it, and its page, loaded only when it is wanted. Run by: the page.
// One entry a room type; the first is what a new player sees.
import type { RoomEntry } from '../ui/room-page.ts';

export const ROOM_PAGES: Readonly<Record<string, RoomEntry>> = {
  arena: {
    title: 'Arena',
    kicker: 'Foundry Arena',
    lead: 'Three weapons, one dash, and a server that decides.',
    keys: [['Mouse', 'aim, fire'], ['Space', 'dash'], ['R', 'reload'], ['1-3', 'weapons']],
    load: async () => {
      const page = await import('./arena/page.ts');
      page.prepareArena();
      return page.arenaPage;
    },
  },
  ball: {
    title: 'Ball',
    kicker: 'Foundry Athletic',
    lead: 'Three against three, one ball, and a server that decides.',
    keys: [['Mouse', 'aim; hold and let go to kick'], ['Shift', 'boost'], ['E', 'tackle']],
    load: async () => {
      const page = await import('./ball/page.ts');
      page.prepareBall();
      return page.ballPage;
    },
  },
};

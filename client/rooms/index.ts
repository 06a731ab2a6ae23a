// In: the name of a room type. Out: its page, loaded only when somebody plays it. Run by: the page.
import type { OpenRoom } from '../ui/room-page.ts';

export const ROOM_PAGES: Readonly<Record<string, () => Promise<OpenRoom>>> = {
  arena: async () => {
    const page = await import('./arena/page.ts');
    page.prepareArena();
    return page.openArena;
  },
};

// In: the name of a room type. Out: its page, loaded only when it is wanted. Run by: the page. One entry a room type.
import type { RoomPage } from '../ui/room-page.ts';

export const ROOM_PAGES: Readonly<Record<string, () => Promise<RoomPage>>> = {
  arena: async () => {
    const page = await import('./arena/page.ts');
    page.prepareArena();
    return page.arenaPage;
  },
};

// In: how many. Out: arena rooms full of bots that stay open without players. Run by: entrants, for the rows about lateness.
import { matchMaker } from '@colyseus/core';

const MAPS = ['foundry', 'garden', 'canal'];

export async function addArenas({ count }: { readonly count: number }): Promise<void> {
  for (let n = 0; n < count; n++) {
    const options = { name: 'bench', map: MAPS[n % MAPS.length], botsMin: 32, botLevel: 'hard', warmupSec: 0, matchSec: 3_600 };
    const { roomId } = await matchMaker.createRoom('arena', options);
    (matchMaker.getLocalRoomById(roomId) as { autoDispose: boolean }).autoDispose = false;
  }
}

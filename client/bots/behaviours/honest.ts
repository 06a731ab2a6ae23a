// In: a swarm and who to be. Out: players who are there all the time and cheat nobody. Run by: workers.
import type { Behaviour } from '../bot.ts';
import { GamePlayer } from '../game-player.ts';

export const HONEST: readonly Behaviour[] = [
  {
    kind: 'honest', does: 'plays by the room\'s own brain, predicted and interpolated like a person in the page', cheat: false,
    create: (swarm, identity) => new GamePlayer(swarm, identity, 'play'),
  },
  {
    kind: 'idle', does: 'joins and sends inputs that do nothing', cheat: false,
    create: (swarm, identity) => new GamePlayer(swarm, identity, 'rest'),
  },
  {
    kind: 'spectator', does: 'joins and watches; sends nothing', cheat: false,
    create: (swarm, identity) => new GamePlayer(swarm, identity, 'watch'),
  },
  {
    kind: 'trigger', does: 'plays, and holds the trigger down all the time: what rapid-fire is compared with', cheat: false,
    create: (swarm, identity) => {
      const hold = swarm.roomType.bots?.hold;
      return new GamePlayer(swarm, identity, 'play', (input) => hold?.(input) ?? input);
    },
  },
];

// In: a tick. Out: the room types with a step that goes wrong at it. Run by: replay tests, in Node and in a page.
import type { AnyRoomType } from '../../shared/netcode/room-type.ts';
import { roomTypeNamed } from '../../shared/rooms/index.ts';

/** The smallest fault the wire can carry: one player a sixteenth of a pixel to the right. */
export function withFaultAt(tick: number): (name: string) => AnyRoomType | undefined {
  return (name) => {
    const type = roomTypeNamed(name);
    if (type === undefined) return undefined;
    return {
      ...type,
      step(world, inputs, emit) {
        type.step(world, inputs, emit);
        if (world.tick === tick) world.players[0].x += 1 / 16;
      },
    };
  };
}

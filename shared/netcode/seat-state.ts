// In: nothing. Out: the schema fields every real-time room's state has for each seat. Run by: room types' state.ts.
import { t } from '@colyseus/schema';

/** The wire form of `SeatView` (replication.ts), keyed by seat number in a map called `seats`. */
export const seatFields = {
  name: t.string(),
  driver: t.uint8(),
  ackLag: t.number(),
  skipped: t.number(),
};

// In: what ticks, patches and rooms take. Out: histograms and live rooms by room type. Run by: boot (makes it), rooms, metric-families.
import { emptyVerdicts, VERDICTS, type VerdictCounts } from '../../shared/netcode/verdicts.ts';
import type { RoomLook, RoomMeter, RoomMeters } from '../netcode/services.ts';
import { DURATION_MS, Histogram, LENGTH_BYTES } from './histogram.ts';

export class TypeMeter {
  readonly tickMs = new Histogram(DURATION_MS);
  readonly stepMs = new Histogram(DURATION_MS);
  readonly encodeMs = new Histogram(DURATION_MS);
  readonly patchBytes = new Histogram(LENGTH_BYTES);
  /** How to look at each live room. */
  readonly rooms = new Set<() => RoomLook>();
  /** Of rooms that are gone. */
  readonly verdicts: VerdictCounts = emptyVerdicts();
}

export class Meters implements RoomMeters {
  readonly tickLateMs = new Histogram(DURATION_MS);
  readonly #types = new Map<string, TypeMeter>();

  /** By name of the room type; names come from the registry, so there are few. */
  get types(): ReadonlyMap<string, TypeMeter> {
    return this.#types;
  }

  tick(roomType: string, lateMs: number, tookMs: number): void {
    this.tickLateMs.add(lateMs);
    this.#type(roomType).tickMs.add(tookMs);
  }

  open(roomType: string, look: () => RoomLook): RoomMeter {
    const type = this.#type(roomType);
    type.rooms.add(look);
    return {
      step: (tookMs) => type.stepMs.add(tookMs),
      patch: (tookMs, bytes) => {
        type.encodeMs.add(tookMs);
        type.patchBytes.add(bytes);
      },
      close: () => {
        if (type.rooms.delete(look)) addVerdicts(type.verdicts, look().verdicts);
      },
    };
  }

  /** Of all rooms, those that are gone included. */
  verdicts(): VerdictCounts {
    const sum = emptyVerdicts();
    for (const { verdicts, rooms } of this.#types.values()) {
      addVerdicts(sum, verdicts);
      for (const look of rooms) addVerdicts(sum, look().verdicts);
    }
    return sum;
  }

  #type(roomType: string): TypeMeter {
    let type = this.#types.get(roomType);
    if (type === undefined) this.#types.set(roomType, type = new TypeMeter());
    return type;
  }
}

function addVerdicts(to: VerdictCounts, from: Readonly<VerdictCounts>): void {
  for (const verdict of VERDICTS) to[verdict] += from[verdict];
}

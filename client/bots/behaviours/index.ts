// In: nothing. Out: every behaviour by name. Run by: the command's options and help, workers.
import type { Behaviour } from '../bot.ts';
import { ABSENCE } from './absence.ts';
import { FLOOD_CHEATS } from './flood-cheats.ts';
import { FRAME_CHEATS } from './frame-cheats.ts';
import { HONEST } from './honest.ts';
import { VALUE_CHEATS } from './value-cheats.ts';
import { VIEW_CHEATS } from './view-cheats.ts';

export const BEHAVIOURS: readonly Behaviour[] = [...HONEST, ...ABSENCE, ...FLOOD_CHEATS, ...VALUE_CHEATS, ...VIEW_CHEATS, ...FRAME_CHEATS];

const byKind: ReadonlyMap<string, Behaviour> = new Map(BEHAVIOURS.map((behaviour) => [behaviour.kind, behaviour]));

export function behaviourNamed(kind: string): Behaviour | undefined {
  return byKind.get(kind);
}

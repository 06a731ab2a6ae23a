// In: settings and who looks at whom. Out: every colour of the game. Run by: textures, actors, effects, minimap, HUD.

/** Dark steel under blueprint lines; warm colours mean danger and heat, cold ones mean friend and machine. */
export const COLOUR = {
  void: 0x070b12,
  floor: 0x142032,
  floorLit: 0x1e3049,
  gridFine: 0x1d2e46,
  gridBold: 0x2a4362,
  wallTop: 0x3a4b63,
  wallFace: 0x222f42,
  wallEdge: 0x86a9cc,
  coverTop: 0x4a3d28,
  coverEdge: 0xc58a2f,
  hazard: 0xffb02e,
  blueprint: 0x5fd4ff,
  health: 0x6dffa8,
  armour: 0x6fb7ff,
  damage: 0xff4d4d,
  white: 0xf2f7ff,
} as const;

export interface TeamLook {
  readonly colour: number;
  readonly css: string;
  readonly label: string;
  /** Rings differ in shape too, so colour is never the only sign. */
  readonly ring: 'ring-self' | 'ring-solid' | 'ring-notched';
}

interface TeamColours {
  readonly self: number;
  readonly teams: readonly [foe: number, one: number, two: number];
}

const STANDARD: TeamColours = { self: 0x7dffc4, teams: [0xff6a55, 0x4cc3ff, 0xff8a3d] };
/** Blue and vermilion stay apart in all three common kinds of colour blindness, and from the amber of crates; the own is near white. */
const SAFE: TeamColours = { self: 0xe9fbff, teams: [0xff6a3d, 0x52aeff, 0xff7f3f] };

export const TEAM_NAMES = ['', 'Cobalt', 'Ember'] as const;

export function teamColour(team: number, colourSafe: boolean): number {
  const colours = colourSafe ? SAFE : STANDARD;
  return colours.teams[team] ?? colours.teams[0];
}

/** How a player looks; team 0 is everybody for themselves, so each other player is a foe. */
export function lookOf(team: number, isSelf: boolean, colourSafe: boolean): TeamLook {
  const own = (colourSafe ? SAFE : STANDARD).self;
  const colour = isSelf && team === 0 ? own : teamColour(team, colourSafe);
  const ring = isSelf ? 'ring-self' : team === 1 ? 'ring-solid' : 'ring-notched';
  return { colour, css: cssColour(colour), label: TEAM_NAMES[team] ?? '', ring };
}

export function cssColour(colour: number, alpha = 1): string {
  return `rgba(${colour >> 16}, ${(colour >> 8) & 255}, ${colour & 255}, ${alpha})`;
}

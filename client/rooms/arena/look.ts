// In: nothing. Out: how the arena's weapons are named and drawn. Run by: scene, HUD.

export interface WeaponLook {
  readonly name: string;
  /** World px from the player's middle to the muzzle. */
  readonly muzzle: number;
  readonly tracer: number;
}

export const WEAPON_LOOKS: readonly [WeaponLook, WeaponLook, WeaponLook] = [
  { name: 'Rifle', muzzle: 23, tracer: 0xffe9b0 },
  { name: 'Shotgun', muzzle: 20, tracer: 0xffc27a },
  { name: 'Rocket', muzzle: 22, tracer: 0xff8a3d },
];

export function weaponLook(weapon: number): WeaponLook {
  return WEAPON_LOOKS[weapon] ?? WEAPON_LOOKS[0];
}

// In: duels without a network. Out: proof of weapons, rewind, damage, deaths, score and pick-ups. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { LIFE, NOBODY, PICKUP, ROCKET, WEAPONS } from '../../../shared/rooms/arena/constants.ts';
import { hurt } from '../../../shared/rooms/arena/hits.ts';
import { BUTTON } from '../../../shared/rooms/arena/input.ts';
import { rocketAt } from '../../../shared/rooms/arena/rockets.ts';
import { pelletAims } from '../../../shared/rooms/arena/weapons.ts';
import { Bench, LANE } from './arena-bench.ts';

const [RIFLE, SHOTGUN, LAUNCHER] = WEAPONS;
const FIRE = { aim: 0, buttons: BUTTON.fire };
const pick = (weapon: number) => ({ buttons: (weapon + 1) << BUTTON.weaponShift });

/** Seat 0 looks right at seat 1, `gap` px away, with nothing between. */
function duel(gap: number, config = {}, seats = 2): Bench {
  const bench = new Bench(seats, config);
  bench.place(0, LANE.x, LANE.y);
  bench.place(1, LANE.x + gap, LANE.y);
  return bench;
}

function armed(bench: Bench, weapon: number): Bench {
  Object.assign(bench.player(0), { weapon });
  return bench;
}

describe('rifle', () => {
  test('hits along the aim for its damage, one round an interval', () => {
    const bench = duel(300);
    bench.run(8, { 0: FIRE });
    expect(bench.of('shot')).toHaveLength(2);
    expect(bench.of('shot')[0]!.length).toBe(300 - 18);
    expect(bench.player(1).health).toBe(LIFE.healthMax - 2 * RIFLE.damage);
    expect(bench.player(0).magRifle).toBe(RIFLE.magSize - 2);
  });

  test('is stopped by a wall', () => {
    const bench = new Bench(2);
    bench.place(0, 650, 600);
    bench.place(1, 950, 600);
    bench.run(1, { 0: FIRE });
    expect(bench.player(1).health).toBe(LIFE.healthMax);
    expect(bench.of('shot')[0]!.length).toBe(50);
  });

  test('the aim of an input is finer than what others see of it', () => {
    const bench = duel(300);
    bench.run(1, { 0: { aim: 700, buttons: BUTTON.fire } });
    expect(bench.player(1).health).toBe(LIFE.healthMax);
    expect(bench.player(0).aim).toBe(2);
  });

  test('empties, reloads by itself from the reserve, and clicks when there is none', () => {
    const bench = duel(300);
    Object.assign(bench.player(0), { magRifle: 1, reserveRifle: 5 });
    bench.run(10, { 0: FIRE });
    expect(bench.of('reload')).toHaveLength(1);
    bench.run(Math.round(RIFLE.reloadSec * 60), { 0: {} });
    expect(bench.player(0)).toMatchObject({ magRifle: 5, reserveRifle: 0, reloadAt: 0 });
    Object.assign(bench.player(0), { magRifle: 0 });
    bench.run(30, { 0: FIRE });
    expect(bench.of('dry')).toHaveLength(2);
  });

  test('after a switch it waits, and a switch to and fro buys no shots', () => {
    const bench = armed(duel(300), 2);
    bench.run(1, { 0: FIRE });
    const { fireAt } = bench.player(0);
    bench.run(1, { 0: pick(0) });
    bench.run(1, { 0: pick(2) });
    expect(bench.player(0).fireAt).toBe(fireAt);
  });

  test('a switch gives up the reload under way: nothing is filled, and the next weapon fires', () => {
    const bench = duel(300);
    Object.assign(bench.player(0), { magRifle: 3 });
    bench.run(1, { 0: { buttons: BUTTON.reload } });
    bench.run(1, { 0: pick(1) });
    bench.run(Math.round(RIFLE.reloadSec * 60) + 2, { 0: {} });
    expect(bench.player(0)).toMatchObject({ magRifle: 3, reserveRifle: RIFLE.reserveStart, reloadAt: 0 });
    bench.run(1, { 0: FIRE });
    expect(bench.player(0).magShotgun).toBe(SHOTGUN.magSize - 1);
  });
});

test('the shotgun sends eight pellets where both ends derive them, and hurts by how many meet', () => {
  const bench = armed(duel(100), 1);
  const { spreadSeed } = bench.world;
  bench.run(1, { 0: FIRE });
  expect(bench.of('shot').map((s) => s.aim)).toEqual(pelletAims(SHOTGUN, spreadSeed, 0, 0));
  expect(new Set(bench.of('shot').map((s) => s.aim)).size).toBeGreaterThan(4);
  const met = bench.of('shot').filter((s) => s.length < 100).length;
  expect(met).toBeGreaterThan(3);
  expect(bench.player(1).health).toBe(Math.max(0, LIFE.healthMax - met * SHOTGUN.damage));
});

describe('rocket', () => {
  test('flies straight at its speed, named by owner and shot, and explodes on a body', () => {
    const bench = armed(duel(200), 2);
    bench.run(1, { 0: FIRE });
    const rocket = bench.world.rockets[0]!;
    expect(rocket).toMatchObject({ id: 0, owner: 0, startX: LANE.x, startY: LANE.y, vx: ROCKET.speedPxPerSec, vy: 0 });
    expect(rocketAt(rocket, rocket.startTick + 30, 60).x).toBe(LANE.x + ROCKET.speedPxPerSec / 2);
    bench.run(60, {});
    expect(bench.of('explode')).toHaveLength(1);
    expect(bench.player(1).health).toBe(LIFE.healthMax - LAUNCHER.damage);
    expect(bench.player(1).vx).toBeGreaterThan(ROCKET.knockPxPerSec * 0.9);
    expect(bench.world.rockets).toEqual([]);
  });

  test('its own splash hurts half and pushes back', () => {
    const bench = armed(new Bench(1), 2);
    bench.place(0, 660, 600);
    bench.run(10, { 0: { aim: 0 } });
    bench.run(1, { 0: FIRE });
    bench.run(10, {});
    const lost = LIFE.healthMax - bench.player(0).health;
    expect(lost).toBeGreaterThan(20);
    expect(lost).toBeLessThanOrEqual(LAUNCHER.damage * ROCKET.selfDamage);
    expect(bench.player(0).vx).toBeLessThan(-200);
  });

  test('a wall shelters from splash', () => {
    const bench = armed(new Bench(2), 2);
    // West of the core's west face, and north of the core past its edge.
    bench.place(0, 500, 640);
    bench.place(1, 720, 520);
    bench.run(1, { 0: { aim: 65_100, buttons: BUTTON.fire } });
    bench.run(40, {});
    expect(bench.of('explode')).toHaveLength(1);
    const { x, y } = bench.of('explode')[0]!;
    const gap = Math.sqrt((720 - x) ** 2 + (520 - y) ** 2) - 18 - ROCKET.radiusPx;
    expect(gap).toBeLessThan(ROCKET.splashPx);
    expect(bench.player(1).health).toBe(LIFE.healthMax);
  });

  test('cover stops the rocket but not its splash, and mates feel neither', () => {
    // The foundry's crate of 60 x 40 px at (470, 580): seat 0 west of it, the others behind it.
    for (const [mode, hurtSeats] of [['ffa', [1, 2]], ['teams', [1]]] as const) {
      const bench = armed(new Bench(3, { mode }), 2);
      for (const p of bench.world.players) if (p !== null && mode === 'teams') p.team = p.id === 1 ? 2 : 1;
      bench.place(0, 340, 600);
      bench.place(1, 548, 600);
      bench.place(2, 548, 610);
      bench.run(1, { 0: FIRE });
      bench.run(30, {});
      expect(bench.of('explode')).toEqual([{ kind: 'explode', rocket: 0, x: 469, y: 600 }]);
      expect(bench.of('hit').map((e) => e.victim).filter((v) => v !== 0)).toEqual(hurtSeats);
      for (const seat of hurtSeats) expect(bench.player(seat).vx).toBeGreaterThan(100);
      if (mode === 'teams') expect(bench.player(2)).toMatchObject({ health: LIFE.healthMax, vx: 0 });
    }
  });

  test('the protected are neither hurt nor pushed', () => {
    const bench = armed(duel(200), 2);
    bench.player(1).protectedUntil = 1_000;
    bench.run(1, { 0: FIRE });
    bench.run(60, {});
    expect(bench.of('explode')).toHaveLength(1);
    expect(bench.player(1)).toMatchObject({ health: LIFE.healthMax, vx: 0 });
  });

  test('30 ticks a second: the same flight', () => {
    const bench = armed(duel(200, { tickHz: 30 }), 2);
    bench.run(1, { 0: FIRE });
    bench.run(30, {});
    expect(bench.player(1).health).toBe(LIFE.healthMax - LAUNCHER.damage);
  });
});

describe('rewind', () => {
  /** Seat 1 walks down out of the line of fire; answers the bench and where it was by tick. */
  function walked(rewind: boolean, tickHz = 60) {
    const bench = duel(300, { rewind, tickHz });
    const seen = new Map<number, number>();
    for (let i = 0; i < tickHz / 4; i++) {
      bench.run(1, { 1: { moveY: -127 } });
      if (bench.world.tick % 3 === 0) seen.set(bench.world.tick, bench.player(1).y);
    }
    return { bench, seen };
  }

  test.each([60, 30])('at %i ticks a second a shot at a past view hits who stood there then', (tickHz) => {
    const { bench, seen } = walked(true, tickHz);
    const old = [...seen.keys()][0]!;
    expect(Math.abs(bench.player(1).y - LANE.y)).toBeGreaterThan(18);
    bench.run(1, { 0: { ...FIRE, viewTick: old } });
    expect(bench.player(1).health).toBe(LIFE.healthMax - RIFLE.damage);
  });

  test('the present view misses, and without rewind any view does', () => {
    const now = walked(true);
    now.bench.run(1, { 0: FIRE });
    expect(now.bench.player(1).health).toBe(LIFE.healthMax);
    const off = walked(false);
    off.bench.run(1, { 0: { ...FIRE, viewTick: [...off.seen.keys()][0]! } });
    expect(off.bench.player(1).health).toBe(LIFE.healthMax);
  });

  test('between two patches it reads the straight line between them', () => {
    const { bench, seen } = walked(true);
    const ticks = [...seen.keys()];
    const [a, b] = [ticks.at(-2)!, ticks.at(-1)!];
    const y = seen.get(a)! + (seen.get(b)! - seen.get(a)!) * (1.5 / 3);
    // Level with the very edge of the body as it was half-way: one px inside hits, one px outside does not.
    for (const [offset, health] of [[17.5, LIFE.healthMax - RIFLE.damage], [18.5, LIFE.healthMax]] as const) {
      bench.player(1).health = LIFE.healthMax;
      bench.player(0).fireAt = 0;
      bench.place(0, LANE.x, Math.round((y + offset) * 16) / 16);
      bench.run(1, { 0: { ...FIRE, viewTick: a + 1.5 } });
      expect(bench.player(1).health).toBe(health);
    }
  });

  test('who died and came back is not hit in the former life, and the history stays short', () => {
    const { bench, seen } = walked(true);
    bench.player(1).spawns++;
    bench.run(1, { 0: { ...FIRE, viewTick: [...seen.keys()][0]! } });
    expect(bench.player(1).health).toBe(LIFE.healthMax);
    bench.run(600, {});
    expect(bench.world.history.length).toBeLessThan(16);
  });
});

describe('damage, death and score', () => {
  const harm = (by: number, damage: number) => ({ by, damage, weapon: 0, shot: 0 });

  test('armour takes two thirds while it lasts', () => {
    const bench = duel(300);
    Object.assign(bench.player(1), { armour: 25 });
    hurt(bench.world, bench.player(1), harm(0, 30), () => {});
    expect(bench.player(1)).toMatchObject({ armour: 5, health: 90 });
    hurt(bench.world, bench.player(1), harm(0, 30), () => {});
    expect(bench.player(1)).toMatchObject({ armour: 0, health: 65 });
  });

  test('a kill scores, the last helper gets an assist, an old one does not', () => {
    const bench = duel(300, {}, 4);
    hurt(bench.world, bench.player(1), harm(3, 10), () => {});
    bench.run(LIFE.assistSec * 60 + 1, {});
    hurt(bench.world, bench.player(1), harm(2, 10), (e) => bench.events.push(e));
    hurt(bench.world, bench.player(1), harm(0, 90), (e) => bench.events.push(e));
    expect(bench.of('kill')).toEqual([{ kind: 'kill', seat: 0, victim: 1, weapon: 0, assist: 2 }]);
    expect(bench.player(0)).toMatchObject({ kills: 1, score: 1 });
    expect(bench.player(1)).toMatchObject({ alive: false, deaths: 1, health: 0 });
    expect([bench.player(2).assists, bench.player(3).assists]).toEqual([1, 0]);
  });

  test('a death by one\'s own hand costs a point and nobody gains one', () => {
    const bench = duel(300);
    hurt(bench.world, bench.player(1), harm(1, 200), (e) => bench.events.push(e));
    expect(bench.player(1)).toMatchObject({ score: -1, kills: 0, deaths: 1 });
    expect(bench.of('kill')[0]!.assist).toBe(NOBODY);
  });

  test('the dead only turn; back after 2.5 s, far from enemies, protected until they fire', () => {
    const bench = duel(300);
    hurt(bench.world, bench.player(1), harm(0, 200), () => {});
    const { x, y } = bench.player(1);
    bench.run(149, { 1: { moveX: 127, aim: 0x8000, buttons: BUTTON.fire } });
    expect(bench.player(1)).toMatchObject({ x, y, aim: 0x80, alive: false });
    expect(bench.of('shot')).toEqual([]);
    bench.run(2, {});
    const back = bench.player(1);
    expect(back).toMatchObject({ alive: true, health: LIFE.healthMax, respawnAt: 0 });
    const away = (s: { x: number; y: number }) => (s.x - LANE.x) ** 2 + (s.y - LANE.y) ** 2;
    expect(away(back)).toBe(Math.max(...bench.map.spawns.map(away)));
    hurt(bench.world, back, harm(0, 50), () => {});
    expect(back.health).toBe(LIFE.healthMax);
    bench.run(1, { 1: FIRE });
    hurt(bench.world, back, harm(0, 50), () => {});
    expect(back.health).toBe(50);
  });

  test('mates neither stop nor hurt each other; kills count for the team', () => {
    const bench = duel(300, { mode: 'teams' }, 4);
    expect(bench.world.players.slice(0, 4).map((p) => p!.team).sort()).toEqual([1, 1, 2, 2]);
    for (const p of bench.world.players) if (p !== null) p.team = p.id < 2 ? 1 : 2;
    bench.place(2, LANE.x + 400, LANE.y);
    bench.run(1, { 0: FIRE });
    expect([bench.player(1).health, bench.player(2).health]).toEqual([LIFE.healthMax, LIFE.healthMax - RIFLE.damage]);
    bench.player(2).health = 1;
    bench.player(0).fireAt = 0;
    bench.run(1, { 0: FIRE });
    expect([bench.world.scoreA, bench.world.scoreB]).toEqual([1, 0]);
  });
});

test('pick-ups do their part, only for whom they help, and come back', () => {
  const bench = new Bench(1);
  for (const kind of ['health', 'armour', 'ammo'] as const) {
    const id = bench.map.pickups.findIndex((p) => p.kind === kind);
    const player = bench.player(0);
    Object.assign(player, { health: 100, armour: 100, reserveRifle: 192, reserveShotgun: 36, reserveRocket: 12 });
    const { x, y } = bench.map.pickups[id]!;
    bench.place(0, x, y);
    bench.run(1, {});
    expect(bench.world.pickups[id]!.backAt).toBe(0);
    Object.assign(player, { health: 30, armour: 0, reserveRifle: 0 });
    bench.run(1, {});
    expect(bench.of('pickup').at(-1)).toEqual({ kind: 'pickup', seat: 0, pickup: id });
    expect({ health: player.health, armour: player.armour, ammo: player.reserveRifle }[kind])
      .toBe({ health: 80, armour: 50, ammo: RIFLE.pickup }[kind]);
    bench.place(0, 400, 340);
    bench.run(PICKUP[kind].backSec * 60 + 1, {});
    expect(bench.world.pickups[id]!.backAt).toBe(0);
  }
});

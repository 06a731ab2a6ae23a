// In: what to show about the match, already counted. Out: the panels over the picture. Run by: the arena page, about 15 times a second.
import { cssColour, TEAM_NAMES, teamColour } from '../../render/palette.ts';
import { Bar, CornerButtons } from '../../ui/hud-parts.tsx';
import { settings } from '../../ui/settings.ts';
import { WEAPON_LOOKS } from './look.ts';
import type { HudModel } from './hud-model.ts';
import { Scoreboard } from './scoreboard.tsx';

export interface HudProps {
  readonly model: HudModel;
  onWeapon(weapon: number): void;
  onMenu(): void;
  onScores(isShown: boolean): void;
}

/** Share of full health under which the screen warns. */
const LOW = 0.3;

export function Hud({ model, onWeapon, onMenu, onScores }: HudProps) {
  return (
    <div class="hud-root">
      {model.own && model.own.health > 0 && model.own.healthPart < LOW && <div class="low-veil" aria-hidden="true" />}
      <TopBar model={model} />
      {!model.isResults && <Feed model={model} />}
      <CornerButtons onMenu={onMenu} onScores={() => onScores(!model.showsScores)} />
      {model.own && !model.isResults && <Vitals model={model} />}
      {model.own && !model.isResults && <Weapons model={model} onWeapon={onWeapon} />}
      {model.notice && <div class="notice" key={model.notice}>{model.notice}</div>}
      {model.banner && <div class="banner" data-testid="banner" key={model.banner}>{model.banner}</div>}
      {model.respawnSec !== undefined && !model.showsScores && <Respawn model={model} />}
      {model.kill && <Kill model={model} />}
      {(model.showsScores || model.isResults) && <Scoreboard model={model} />}
    </div>
  );
}

function TopBar({ model }: { model: HudModel }) {
  return (
    <div class="top-bar">
      {model.teams && <span class="team-score" style={{ color: cssColour(teamColour(1, settings().colourSafe)) }}>{TEAM_NAMES[1]} <b>{model.teams[0]}</b></span>}
      {!model.teams && <span class="team-score"><small>Place</small><b data-testid="place">{model.place}</b><i>/ {model.rows.length}</i></span>}
      {!model.teams && <span class="team-score"><small>Score</small><b data-testid="score">{model.own?.score ?? 0}</b></span>}
      <span class="clock" data-testid="clock"><small>{model.phase}</small>{model.clock}</span>
      {model.teams && <span class="team-score" style={{ color: cssColour(teamColour(2, settings().colourSafe)) }}><b>{model.teams[1]}</b> {TEAM_NAMES[2]}</span>}
      {!model.teams && <span class="team-score"><small>Leader</small><b>{model.leader}</b><i>/ {model.scoreLimit}</i></span>}
    </div>
  );
}

function Feed({ model }: { model: HudModel }) {
  return (
    <div class="feed" data-testid="feed" aria-live="polite">
      {model.feed.map((line) => (
        <div key={`${line.atMs}${line.victim}`} class={line.isOwn ? 'feed-line is-own' : 'feed-line'}>
          {line.killer && <span style={{ color: line.killerCss }}>{line.killer}</span>}
          <i>{WEAPON_LOOKS[line.weapon]?.name ?? 'Rocket'}</i>
          <span style={{ color: line.victimCss }}>{line.victim}</span>
        </div>
      ))}
    </div>
  );
}

function Vitals({ model }: { model: HudModel }) {
  const own = model.own!;
  return (
    <div class={own.healthPart < LOW ? 'vitals is-low' : 'vitals'}>
      <Bar name="health" label="Health" value={own.health} part={own.healthPart} />
      <Bar name="armour" label="Armour" value={own.armour} part={own.armourPart} />
      <Bar name="dash" label={own.dashPart >= 1 ? 'Dash ready' : 'Dash'} part={own.dashPart} />
    </div>
  );
}

function Weapons({ model, onWeapon }: { model: HudModel; onWeapon: (weapon: number) => void }) {
  const own = model.own!;
  return (
    <div class="weapons">
      {own.reloadPart !== undefined && <div class="reloading">Reloading<div style={{ transform: `scaleX(${own.reloadPart})` }} /></div>}
      {own.isOut && <div class="reloading is-out" data-testid="no-ammo">No ammunition</div>}
      {own.weapons.map((weapon, i) => (
        <button key={weapon.name} class={i === own.weapon ? 'weapon is-held' : 'weapon'} data-testid={`weapon-${i}`}
          onPointerDown={() => onWeapon(i)} aria-pressed={i === own.weapon}>
          <kbd>{i + 1}</kbd><span>{weapon.name}</span>
          <b class={weapon.mag === 0 ? 'is-empty' : ''} data-testid={i === own.weapon ? 'ammo' : undefined}>{weapon.mag}</b><small>/ {weapon.reserve}</small>
        </button>
      ))}
    </div>
  );
}

function Respawn({ model }: { model: HudModel }) {
  return (
    <div class="respawn" data-testid="respawn">
      <h2>{model.killedBy ? <>Taken out by <em>{model.killedBy}</em></> : 'Taken out'}</h2>
      <p>Back in <b>{model.respawnSec!.toFixed(1)}</b> s</p>
    </div>
  );
}

const STREAKS = ['', '', 'Double', 'Triple', 'Quadruple'] as const;

function Kill({ model }: { model: HudModel }) {
  const { victim, streak } = model.kill!;
  return (
    <div class="kill" data-testid="kill" key={`${victim}${streak}`}>
      {streak > 1 && <b>{STREAKS[streak] ?? 'Unstoppable'}</b>}
      <span>Took out <em>{victim}</em></span>
    </div>
  );
}

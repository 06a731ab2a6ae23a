// In: what to show about the match, already counted. Out: the panels over the picture. Run by: the page of the ball game, about 15 times a second.
import { cssColour, TEAM_NAMES, teamColour } from '../../render/palette.ts';
import { Bar, CornerButtons } from '../../ui/hud-parts.tsx';
import { settings } from '../../ui/settings.ts';
import type { GoalLine } from './hud-memory.ts';
import type { HudModel, ScoreRow } from './hud-model.ts';

export interface HudProps {
  readonly model: HudModel;
  onMenu(): void;
  onScores(isShown: boolean): void;
}

const tint = (team: number) => ({ '--tint': cssColour(teamColour(team, settings().colourSafe)) });

export function Hud({ model, onMenu, onScores }: HudProps) {
  const isClear = !model.isResults && !model.showsScores;
  return (
    <div class="hud-root">
      <TopBar model={model} />
      <CornerButtons onMenu={onMenu} onScores={() => onScores(!model.showsScores)} />
      {model.own && !model.isResults && <Own own={model.own} />}
      {model.replayPart !== undefined && <Replay part={model.replayPart} />}
      {model.goal && isClear && <Goal goal={model.goal} isReplay={model.replayPart !== undefined} />}
      {model.countdown !== undefined && isClear && <div class="countdown" data-testid="countdown" key={model.countdown}>{model.countdown}</div>}
      {model.notice && <div class="notice" key={model.notice}>{model.notice}</div>}
      {model.banner && isClear && !model.goal && <div class="banner" data-testid="banner" key={model.banner}>{model.banner}</div>}
      {(model.showsScores || model.isResults) && <Scoreboard model={model} />}
    </div>
  );
}

function TopBar({ model }: { model: HudModel }) {
  return (
    <div class="top-bar ball-bar">
      <span class={model.own?.team === 1 ? 'side is-own' : 'side'} style={tint(1)}><i>{TEAM_NAMES[1]}</i><b data-testid="score-1">{model.score[0]}</b></span>
      <span class="clock" data-testid="clock"><small>{model.phase}</small>{model.clock}</span>
      <span class={model.own?.team === 2 ? 'side is-own' : 'side'} style={tint(2)}><b data-testid="score-2">{model.score[1]}</b><i>{TEAM_NAMES[2]}</i></span>
    </div>
  );
}

function Own({ own }: { own: NonNullable<HudModel['own']> }) {
  return (
    <div class="vitals ball-vitals" style={tint(own.team)}>
      <Bar name="energy" label="Boost" part={own.energyPart} />
      <Bar name="charge" label={own.chargePart > 0 ? 'Kick' : 'Kick ready'} part={own.chargePart} />
      <p class={own.mayTackle ? 'tackle-light is-lit' : 'tackle-light'}>{own.mayTackle ? 'Tackle ready' : 'Tackle'}</p>
    </div>
  );
}

function Goal({ goal, isReplay }: { goal: GoalLine; isReplay: boolean }) {
  return (
    <div class={isReplay ? 'goal is-small' : 'goal'} data-testid="goal" style={tint(goal.team)} key={goal.atMs}>
      <b>Goal</b>
      <span>
        <em>{goal.scorer}</em>{goal.isOwnGoal && ' · own goal'}
        {goal.assist !== '' && <> · assist <em>{goal.assist}</em></>}
      </span>
    </div>
  );
}

function Replay({ part }: { part: number }) {
  return <div class="replay" data-testid="replay"><b>Replay</b><div style={{ transform: `scaleX(${part})` }} /></div>;
}

function Scoreboard({ model }: { model: HudModel }) {
  return (
    <section class={model.isResults ? 'scores is-results' : 'scores'} data-testid={model.isResults ? 'results' : 'scoreboard'} aria-label="Scores">
      <header>
        <h2>{model.isResults ? model.verdict : 'The pitch'}</h2>
        <p>{model.isResults ? <><b class="final">{model.score[0]} : {model.score[1]}</b> Next match in <b>{model.clock}</b></> : <>Three against three · {model.clock}</>}</p>
      </header>
      <div class="score-tables is-split">
        {[1, 2].map((team) => (
          <table key={team}>
            <thead>
              <tr>
                <th><span class={`team-mark is-team-${team}`}>{TEAM_NAMES[team]}</span> <b>{model.score[team - 1]}</b></th>
                <th><abbr title="Goals">G</abbr></th><th><abbr title="Assists">A</abbr></th><th><abbr title="Saves">S</abbr></th><th><abbr title="Tackles won">T</abbr></th>
              </tr>
            </thead>
            <tbody>{model.rows.filter((row) => row.team === team).map((row) => <Line key={row.seat} row={row} />)}</tbody>
          </table>
        ))}
      </div>
    </section>
  );
}

function Line({ row }: { row: ScoreRow }) {
  return (
    <tr class={row.isSelf ? 'is-self' : ''} data-testid={`score-row-${row.seat}`}>
      <td><span class="dot" style={{ background: row.css }} />{row.name}{row.mark !== '' && <small class="mark">{row.mark}</small>}</td>
      <td><b>{row.goals}</b></td><td>{row.assists}</td><td>{row.saves}</td><td>{row.tackles}</td>
    </tr>
  );
}

// In: everybody's score, in order. Out: the table, as scoreboard or as the match's results. Run by: the HUD.
import { TEAM_NAMES } from '../../render/palette.ts';
import type { HudModel, ScoreRow } from './hud-model.ts';

/** Of one table without teams; on a phone held sideways, below so many CSS px, fewer. */
const [ROWS_MAX, ROWS_MAX_LOW, LOW_PX] = [10, 5, 521];

export function Scoreboard({ model }: { model: HudModel }) {
  const tables = tablesOf(model);
  return (
    <section class={`scores${model.isResults ? ' is-results' : ''}${model.rows.length > ROWS_MAX ? ' is-crowd' : ''}`} data-testid={model.isResults ? 'results' : 'scoreboard'} aria-label="Scores">
      <header>
        <h2>{model.isResults ? model.verdict : model.mapName}</h2>
        <p>{model.isResults ? <>Next match in <b>{model.clock}</b></> : <>{model.teams === undefined ? 'Free for all' : 'Teams'} · first to {model.scoreLimit} · {model.clock}</>}</p>
      </header>
      {model.isResults && <Podium rows={model.rows} />}
      <div class={tables.length > 1 ? 'score-tables is-split' : 'score-tables'}>
        {tables.map(({ team, rows }, i) => <Table key={i} model={model} team={team} rows={rows} />)}
      </div>
    </section>
  );
}

/** A table a team; a crowd without teams takes two side by side, so that all of it fits on a screen. */
function tablesOf({ teams, rows }: HudModel): { readonly team: number; readonly rows: readonly ScoreRow[] }[] {
  if (teams !== undefined) return [1, 2].map((team) => ({ team, rows: rows.filter((row) => row.team === team) }));
  if (rows.length <= (innerHeight < LOW_PX ? ROWS_MAX_LOW : ROWS_MAX)) return [{ team: 0, rows }];
  const half = Math.ceil(rows.length / 2);
  return [{ team: 0, rows: rows.slice(0, half) }, { team: 0, rows: rows.slice(half) }];
}

function Table({ model, team, rows }: { model: HudModel; team: number; rows: readonly ScoreRow[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th>{team === 0 ? 'Player' : <><span class={`team-mark is-team-${team}`}>{TEAM_NAMES[team]}</span> <b>{model.teams?.[team - 1]}</b></>}</th>
          <th><abbr title="Kills">K</abbr></th><th><abbr title="Deaths">D</abbr></th><th><abbr title="Assists">A</abbr></th><th>Score</th>
        </tr>
      </thead>
      <tbody>{rows.map((row) => <Line key={row.seat} row={row} />)}</tbody>
    </table>
  );
}

function Line({ row }: { row: ScoreRow }) {
  return (
    <tr class={row.isSelf ? 'is-self' : ''} data-testid={`score-${row.seat}`}>
      <td>
        <span class="dot" style={{ background: row.css }} /><span class="score-name">{row.name}</span>
        {row.mark !== '' && <small class="mark">{row.mark}</small>}
      </td>
      <td>{row.kills}</td><td>{row.deaths}</td><td>{row.assists}</td><td><b>{row.score}</b></td>
    </tr>
  );
}

/** The best three, the winner in the middle and highest. */
function Podium({ rows }: { rows: readonly ScoreRow[] }) {
  const places = [1, 0, 2].filter((place) => rows[place] !== undefined);
  return (
    <ol class="podium">
      {places.map((place) => {
        const row = rows[place]!;
        return (
          <li key={row.seat} class={`place-${place + 1}`} style={{ '--tint': row.css }}>
            <span class="podium-name">{row.name}</span>
            <b>{row.score}</b>
            <i aria-label={`Place ${place + 1}`}>{place + 1}</i>
          </li>
        );
      })}
    </ol>
  );
}

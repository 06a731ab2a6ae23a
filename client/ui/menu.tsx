// In: the last name, a refusal to show, a room to join. Out: what the player chose. Run by: the app.
import { useEffect, useRef, useState } from 'preact/hooks';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { startAttract } from './attract.ts';
import { makeName } from './name-maker.ts';
import type { RoomChoice, RoomEntry } from './room-page.ts';
import { changeSettings, settings } from './settings.ts';
import { SettingsPanel, useSettings } from './settings-panel.tsx';

export interface PlayChoice {
  readonly name: string;
  /** Empty where the player left the name to us. */
  readonly typedName: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Refusal {
  readonly text: string;
  /** False where only a newer page helps. */
  readonly mayRetry: boolean;
}

interface MenuProps {
  readonly refusal: Refusal | undefined;
  readonly roomId: string | undefined;
  /** By name, and which of them is chosen. */
  readonly games: Readonly<Record<string, RoomEntry>>;
  readonly game: string;
  /** Not there before the game's rules are loaded. */
  readonly choices: readonly RoomChoice[] | undefined;
  onGame(name: string): void;
  onPlay(choice: PlayChoice): void;
  onForgetRoom(): void;
}

export function Menu({ refusal, roomId, games, game, choices, onGame, onPlay, onForgetRoom }: MenuProps) {
  const entry = games[game]!;
  const stored = useSettings();
  const [name, setName] = useState(stored.name);
  const [spareName] = useState(makeName);
  const submit = (event: Event) => {
    event.preventDefault();
    const typedName = name.trim();
    const known = choices?.filter((choice) => choice.values.some(([value]) => value === stored.choices[choice.option])) ?? [];
    const options = roomId === undefined ? Object.fromEntries(known.map((choice) => [choice.option, stored.choices[choice.option]])) : {};
    onPlay({ name: typedName === '' ? spareName : typedName, typedName, options });
  };
  return (
    <main class="screen menu">
      <Attract />
      <header>
        <p class="kicker">{entry.kicker}</p>
        <h1>Arbiter</h1>
        <p class="lead">{entry.lead}</p>
      </header>
      <form class="panel" onSubmit={submit}>
        {refusal !== undefined && <p class="error" role="alert" data-testid="error">{refusal.text}</p>}
        <label class="field"><span>Name</span>
          <input type="text" value={name} data-testid="name" maxLength={LIMITS.nameLengthMax} autocomplete="nickname" spellcheck={false}
            placeholder={spareName} aria-invalid={/\bname\b/i.test(refusal?.text ?? '')} autofocus enterkeyhint="go" onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        {roomId === undefined && <Games games={games} game={game} onGame={onGame} />}
        {roomId === undefined ? <Choices choices={choices} /> : (
          <p class="hint invited">You are invited to match <code>{roomId}</code>.{' '}
            <button type="button" class="link" data-testid="any-match" onClick={onForgetRoom}>Any match instead</button>
          </p>
        )}
        {refusal?.mayRetry === false
          ? <button class="primary" type="button" data-testid="reload" onClick={() => location.reload()}>Reload the page</button>
          : <button class="primary" type="submit" data-testid="play">{refusal === undefined ? 'Play' : 'Try again'}</button>}
        <details data-testid="settings-fold"><summary>Settings</summary><SettingsPanel /></details>
      </form>
      {stored.keyHints && <Keys own={entry.keys} />}
    </main>
  );
}

function Games({ games, game, onGame }: Pick<MenuProps, 'games' | 'game' | 'onGame'>) {
  return (
    <fieldset class="modes games">
      <legend>Game</legend>
      {Object.entries(games).map(([name, { title }]) => (
        <label key={name} class={name === game ? 'is-chosen' : ''}>
          <input type="radio" name="game" value={name} checked={name === game} data-testid={`game-${name}`} onChange={() => onGame(name)} />{title}
        </label>
      ))}
    </fieldset>
  );
}

function Choices({ choices }: { choices: readonly RoomChoice[] | undefined }) {
  // An empty place of the same height: the button must not jump away from a quick finger.
  if (choices === undefined) return <div class="choices" aria-hidden="true" />;
  return <div class="choices">{choices.map((choice) => <Choice key={choice.option} choice={choice} />)}</div>;
}

function Choice({ choice: { option, label, values } }: { choice: RoomChoice }) {
  const stored = useSettings().choices[option];
  const chosen = values.some(([value]) => value === stored) ? stored : 'any';
  const choose = (value: string) => {
    const { [option]: _, ...others } = settings().choices;
    changeSettings({ choices: value === 'any' ? others : { ...others, [option]: value } });
  };
  return (
    <fieldset class="modes">
      <legend>{label}</legend>
      {([['any', 'Any'], ...values] as const).map(([value, text]) => (
        <label key={value} class={chosen === value ? 'is-chosen' : ''}>
          <input type="radio" name={option} value={value} checked={chosen === value} data-testid={`${option}-${value}`} onChange={() => choose(value)} />{text}
        </label>
      ))}
    </fieldset>
  );
}

function Attract() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current === null ? undefined : startAttract(canvas.current)), []);
  return <canvas class="attract" ref={canvas} aria-hidden="true" />;
}

function Keys({ own }: { own: RoomEntry['keys'] }) {
  return (
    <ul class="keys">
      <li><kbd>WASD</kbd> move</li>
      {own.map(([key, does]) => <li key={key}><kbd>{key}</kbd> {does}</li>)}
      <li><kbd>Tab</kbd> scores</li><li><kbd>N</kbd> net graph</li><li><kbd>Esc</kbd> menu</li>
      <li>Touch and gamepad work too</li>
    </ul>
  );
}

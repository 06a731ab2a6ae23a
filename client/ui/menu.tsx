// In: the last name, a refusal to show, a room to join. Out: what the player chose. Run by: the app.
import { useState } from 'preact/hooks';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { SettingsPanel, useSettings } from './settings-panel.tsx';

export interface PlayChoice {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

interface MenuProps {
  readonly error: string;
  readonly mayPlay: boolean;
  readonly roomId: string | undefined;
  onPlay(choice: PlayChoice): void;
  onForgetRoom(): void;
}

const MODES = [['any', 'Any'], ['ffa', 'Free for all'], ['teams', 'Teams']] as const;

export function Menu({ error, mayPlay, roomId, onPlay, onForgetRoom }: MenuProps) {
  const stored = useSettings();
  const [name, setName] = useState(stored.name);
  const [mode, setMode] = useState<string>('any');
  const [nameError, setNameError] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    const clean = name.trim();
    if (clean === '') return setNameError('Type a name first.');
    if ([...clean].length > LIMITS.nameLengthMax) return setNameError(`At most ${LIMITS.nameLengthMax} characters.`);
    setNameError('');
    onPlay({ name: clean, options: roomId !== undefined || mode === 'any' ? {} : { mode } });
  };
  return (
    <main class="screen menu">
      <header>
        <p class="kicker">Foundry Arena</p>
        <h1>Arbiter</h1>
        <p class="lead">Top-down combat on a server that decides everything.</p>
      </header>
      <form class="panel" onSubmit={submit}>
        {error !== '' && <p class="error" role="alert" data-testid="error">{error}</p>}
        <label class="field"><span>Name</span>
          <input type="text" value={name} data-testid="name" maxLength={LIMITS.nameLengthMax} autocomplete="nickname" spellcheck={false}
            placeholder="How others see you" autofocus onInput={(event) => setName(event.currentTarget.value)} aria-invalid={nameError !== ''} />
        </label>
        {nameError !== '' && <p class="error" role="alert">{nameError}</p>}
        {roomId === undefined ? <Modes mode={mode} onMode={setMode} /> : (
          <p class="hint">You join the match <code>{roomId}</code>. <button type="button" class="link" data-testid="any-match" onClick={onForgetRoom}>Any match instead</button></p>
        )}
        <button class="primary" type="submit" data-testid="play" disabled={!mayPlay}>Play</button>
        <details><summary>Settings</summary><SettingsPanel /></details>
      </form>
      <Keys />
    </main>
  );
}

function Modes({ mode, onMode }: { mode: string; onMode: (mode: string) => void }) {
  return (
    <fieldset class="modes">
      <legend>Match</legend>
      {MODES.map(([value, label]) => (
        <label key={value} class={mode === value ? 'is-chosen' : ''}>
          <input type="radio" name="mode" value={value} checked={mode === value} data-testid={`mode-${value}`} onChange={() => onMode(value)} />{label}
        </label>
      ))}
    </fieldset>
  );
}

function Keys() {
  return (
    <ul class="keys">
      <li><kbd>WASD</kbd> move</li><li><kbd>Mouse</kbd> aim, fire</li><li><kbd>Space</kbd> dash</li><li><kbd>R</kbd> reload</li>
      <li><kbd>1-3</kbd> weapons</li><li><kbd>Tab</kbd> scores</li><li><kbd>N</kbd> net graph</li><li>Touch and gamepad work too</li>
    </ul>
  );
}

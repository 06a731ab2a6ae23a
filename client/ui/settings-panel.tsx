// In: the settings. Out: controls that change them at once. Run by: menu, pause menu.
import { useEffect, useState } from 'preact/hooks';
import { changeSettings, onSettings, settings, type Settings } from './settings.ts';

type Flag = 'reducedMotion' | 'shake' | 'colourSafe' | 'leftHanded' | 'keyHints' | 'netGraph';
type Level = 'volume' | 'effects';

const LEVELS: readonly (readonly [Level, string, string])[] = [
  ['volume', 'volume', 'Volume'],
  ['effects', 'effects', 'Effects'],
];

/** Setting, test id, words. */
const FLAGS: readonly (readonly [Flag, string, string])[] = [
  ['reducedMotion', 'reduced-motion', 'Reduced motion'],
  ['shake', 'shake', 'Screen shake'],
  ['colourSafe', 'colour-safe', 'Colour-safe teams'],
  ['leftHanded', 'left-handed', 'Touch: left-handed'],
  ['keyHints', 'key-hints', 'Key hints'],
  ['netGraph', 'net-graph-toggle', 'Net graph (N)'],
];

export function useSettings(): Settings {
  const [value, setValue] = useState(settings());
  useEffect(() => onSettings(setValue), []);
  return value;
}

export function SettingsPanel() {
  const now = useSettings();
  return (
    <div class="settings" data-testid="settings">
      {LEVELS.map(([name, testId, label]) => (
        <label key={name} class="setting">
          <span>{label}</span>
          <input type="range" min="0" max="1" step="0.05" value={now[name]} data-testid={testId}
            onInput={(event) => changeSettings({ [name]: Number(event.currentTarget.value) })} />
        </label>
      ))}
      {FLAGS.map(([name, testId, label]) => (
        <label key={name} class="setting">
          <span>{label}</span>
          <input type="checkbox" role="switch" checked={now[name] && !(name === 'shake' && now.reducedMotion)} disabled={name === 'shake' && now.reducedMotion} data-testid={testId}
            onChange={(event) => changeSettings({ [name]: event.currentTarget.checked })} />
        </label>
      ))}
    </div>
  );
}

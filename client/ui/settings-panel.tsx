// In: the settings. Out: controls that change them at once. Run by: menu, pause menu.
import { useEffect, useState } from 'preact/hooks';
import { changeSettings, onSettings, settings, type Settings } from './settings.ts';

export function useSettings(): Settings {
  const [value, setValue] = useState(settings());
  useEffect(() => onSettings(setValue), []);
  return value;
}

export function SettingsPanel() {
  const { volume, reducedMotion, colourSafe, netGraph } = useSettings();
  return (
    <div class="settings">
      <label class="setting">
        <span>Volume</span>
        <input type="range" min="0" max="1" step="0.05" value={volume} data-testid="volume"
          onInput={(event) => changeSettings({ volume: Number(event.currentTarget.value) })} />
      </label>
      <Toggle name="reduced-motion" label="Reduced motion" isOn={reducedMotion} onChange={(isOn) => changeSettings({ reducedMotion: isOn })} />
      <Toggle name="colour-safe" label="Colour-safe teams" isOn={colourSafe} onChange={(isOn) => changeSettings({ colourSafe: isOn })} />
      <Toggle name="net-graph-toggle" label="Net graph (N)" isOn={netGraph} onChange={(isOn) => changeSettings({ netGraph: isOn })} />
    </div>
  );
}

function Toggle({ name, label, isOn, onChange }: { name: string; label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label class="setting">
      <span>{label}</span>
      <input type="checkbox" checked={isOn} data-testid={name} onChange={(event) => onChange(event.currentTarget.checked)} />
    </label>
  );
}

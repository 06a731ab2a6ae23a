// In: a share, a time, what to do on a click. Out: bar, clock and corner buttons that every game's HUD shows. Run by: HUDs.

export function Bar({ name, label, value, part }: { name: string; label: string; value?: number; part: number }) {
  return (
    <div class={`bar bar-${name}`}>
      <div class="bar-head"><span>{label}</span>{value !== undefined && <b data-testid={name}>{value}</b>}</div>
      <div class="bar-back" data-testid={`${name}-bar`}><div class="bar-fill" style={{ transform: `scaleX(${Math.max(0, Math.min(1, part))})` }} /></div>
    </div>
  );
}

/** Menu and scores. Once clicked neither keeps the focus, or the next dash with the space bar would click it again. */
export function CornerButtons({ onMenu, onScores }: { onMenu: () => void; onScores: () => void }) {
  const click = (act: () => void) => (event: { currentTarget: HTMLElement }) => {
    event.currentTarget.blur();
    act();
  };
  return (
    <>
      <button class="icon-button hud-menu" data-testid="menu" aria-label="Menu" onClick={click(onMenu)}><Icon path="M3 5h14M3 10h14M3 15h14" /></button>
      <button class="icon-button hud-scores" data-testid="scores-button" aria-label="Scores" onClick={click(onScores)}><Icon path="M4 17v-6M10 17V4M16 17V9" /></button>
    </>
  );
}

function Icon({ path }: { path: string }) {
  return <svg viewBox="0 0 20 20" width="22" height="22" aria-hidden="true"><path d={path} fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" /></svg>;
}

/** Minutes and seconds, rounded up: 0:00 is over. */
export function clockText(sec: number): string {
  const whole = Math.max(0, Math.ceil(sec));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

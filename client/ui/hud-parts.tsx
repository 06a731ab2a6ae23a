// In: a share, a time. Out: the bar and the clock that every game's HUD shows. Run by: HUDs.

export function Bar({ name, label, value, part }: { name: string; label: string; value?: number; part: number }) {
  return (
    <div class={`bar bar-${name}`}>
      <div class="bar-head"><span>{label}</span>{value !== undefined && <b data-testid={name}>{value}</b>}</div>
      <div class="bar-back" data-testid={`${name}-bar`}><div class="bar-fill" style={{ transform: `scaleX(${Math.max(0, Math.min(1, part))})` }} /></div>
    </div>
  );
}

/** Minutes and seconds, rounded up: 0:00 is over. */
export function clockText(sec: number): string {
  const whole = Math.max(0, Math.ceil(sec));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

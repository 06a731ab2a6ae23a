// In: the age of the last tick and a few figures. Out: what `GET /healthz` says. Run by: http-front.

/** A process with rooms that has not ticked for this long is not serving anybody, whatever else it answers. */
export const TICK_AGE_MS_MAX = 1_000;

export interface HealthSources {
  /** Whether the process is about to end: whoever sends players here should stop. */
  closing(): boolean;
  /** Milliseconds since a tick last began; `undefined` in a process without rooms. */
  tickAge(): number | undefined;
  rooms(): number;
  players(): number;
  /** Tick lateness, 99th percentile of the last seconds. */
  lateMsP99(): number;
  /** Ticks given up since the start. */
  lostTicks(): number;
}

export interface HealthReport {
  readonly status: 200 | 503;
  readonly body: {
    readonly ok: boolean;
    readonly closing: boolean;
    readonly tickAgeMs: number | null;
    readonly rooms: number;
    readonly players: number;
    readonly lateMsP99: number;
    readonly lostTicks: number;
  };
}

export function healthReport(sources: HealthSources): HealthReport {
  const tickAgeMs = sources.tickAge();
  const closing = sources.closing();
  const ok = !closing && (tickAgeMs === undefined || tickAgeMs < TICK_AGE_MS_MAX);
  return {
    status: ok ? 200 : 503,
    body: {
      ok, closing, tickAgeMs: tickAgeMs === undefined ? null : Math.round(tickAgeMs), rooms: sources.rooms(), players: sources.players(),
      lateMsP99: Math.round(sources.lateMsP99() * 10) / 10, lostTicks: sources.lostTicks(),
    },
  };
}

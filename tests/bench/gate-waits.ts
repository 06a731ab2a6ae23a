// In: waits as they end. Out: all of them since the last call. Run by: gate-meter (adds), the host (takes).
let waits: number[] = [];

export function noteGateWait(ms: number): void {
  waits.push(ms);
}

export function takeGateWaits(): number[] {
  const taken = waits;
  waits = [];
  return taken;
}

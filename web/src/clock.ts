let aheadMs = 0;

/** Learns from a response's `Date` how far the server's clock is from ours: holds end by the server's. */
export function noteServerTime(date: string | null): void {
  const serverMs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(serverMs)) return;
  const differenceMs = serverMs - Date.now();
  // The header counts whole seconds, so small differences say nothing.
  aheadMs = Math.abs(differenceMs) < 2000 ? 0 : differenceMs;
}

/** Whole seconds until `time`, never below 0. */
export function secondsUntil(time: string): number {
  return Math.max(0, Math.ceil((Date.parse(time) - Date.now() - aheadMs) / 1000));
}

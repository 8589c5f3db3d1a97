/**
 * How old a map may be when it is shown: 100 ms, or 5 ms if this isolate has written to the showtime since. So a crowd that asks costs the
 * showtime's object ten reads a second from each isolate, in a rush two hundred, and never thousands. The live channel is never late.
 */
const quietMs = 100;
const rushMs = 5;
const readsMax = 1000;

interface Recent {
  value: unknown;
  readAtMs: number;
  writesBefore: number;
}

const recent = new Map<string, Recent>();
const writes = new Map<string, number>();

const showOf = (appId: string, showtimeId: string): string => `${appId}:${showtimeId}`;

/** What `load` gives, or gave a moment ago. `what` names one kind of value: the same name always comes with the same kind of loader. */
export async function recentRead<Value>(
  appId: string,
  showtimeId: string,
  what: string,
  nowMs: number,
  load: () => Promise<Value>,
): Promise<Value> {
  const show = showOf(appId, showtimeId);
  const key = `${show} ${what}`;
  const writesBefore = writes.get(show) ?? 0;
  const known = recent.get(key);
  if (known !== undefined && nowMs - known.readAtMs < (known.writesBefore === writesBefore ? quietMs : rushMs)) return known.value as Value;
  const value = await load();
  if (recent.size >= readsMax) recent.clear();
  recent.set(key, { value, readAtMs: nowMs, writesBefore });
  return value;
}

/** After a write through this isolate: what was read before it is soon not shown again here. */
export function noteWrite(appId: string, showtimeId: string): void {
  if (writes.size >= readsMax) {
    writes.clear();
    recent.clear();
  }
  const show = showOf(appId, showtimeId);
  writes.set(show, (writes.get(show) ?? 0) + 1);
}

import { onSessionEnd } from "../../session/session.ts";

// Where somebody stood when the queue began for them, so that a reload draws the bar as it was.
const prefix = "mq_queue:";

/** Where the person began in this queue: the furthest back that this tab has seen them since. */
export function firstPosition(showtimeId: string, position: number): number {
  const known = Number(sessionStorage.getItem(prefix + showtimeId) ?? 0);
  if (known >= position) return known;
  sessionStorage.setItem(prefix + showtimeId, String(position));
  return position;
}

/** They came in: another queue begins anew. */
export function forgetPosition(showtimeId: string): void {
  sessionStorage.removeItem(prefix + showtimeId);
}

onSessionEnd(() => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
});

import { secondsUntil } from "./clock.ts";
import { onSessionEnd } from "./session/session.ts";

// The waiting room's passes of this tab, by showtime. The server knows whether one is still good; this only remembers it over a reload.
const prefix = "mq_admission:";

interface Admission {
  pass: string;
  expiresAt: string;
}

/** Keeps a pass for the showtime's seats until it runs out. */
export function keepAdmission(showtimeId: string, pass: string, expiresAt: string): void {
  sessionStorage.setItem(prefix + showtimeId, JSON.stringify({ pass, expiresAt } satisfies Admission));
}

/** The pass to send with a hold, or nothing if there is none that could still be good. */
export function admissionFor(showtimeId: string): string | undefined {
  try {
    const stored = sessionStorage.getItem(prefix + showtimeId);
    if (stored === null) return undefined;
    const { pass, expiresAt } = JSON.parse(stored) as Admission;
    return secondsUntil(expiresAt) > 0 ? pass : undefined;
  } catch {
    return undefined;
  }
}

/** The pass was refused, or is somebody else's. */
export function dropAdmission(showtimeId: string): void {
  sessionStorage.removeItem(prefix + showtimeId);
}

onSessionEnd(() => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
});

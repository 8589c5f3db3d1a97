import { useSyncExternalStore } from "react";
import type { DomainParam } from "./domains.ts";
import { onSessionEnd } from "./session/session.ts";

/** The hold of this tab, for the pages that are not about it. The server knows the truth; this is a reminder. */
export interface Hold {
  token: string;
  d: DomainParam;
  showtimeId: string;
  title: string;
  seatCount: number;
  expiresAt: string;
}

const key = "mq_hold";
let hold = read();
const listeners = new Set<() => void>();

function read(): Hold | null {
  try {
    const stored = sessionStorage.getItem(key);
    return stored === null ? null : (JSON.parse(stored) as Hold);
  } catch {
    return null;
  }
}

function become(next: Hold | null): void {
  hold = next;
  if (next === null) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify(next));
  for (const listener of listeners) listener();
}

export function rememberHold(next: Hold): void {
  become(next);
}

/** How long a hold lasts from its beginning to its end: an offer of the waitlist longer than others. `usual`: where its beginning is not known. */
export function ringSeconds({ createdAt, expiresAt }: { createdAt?: string; expiresAt: string }, usual: number): number {
  return createdAt === undefined ? usual : Math.max(usual, (Date.parse(expiresAt) - Date.parse(createdAt)) / 1000);
}

/** Forgets the hold; with a token, only that one. */
export function forgetHold(token?: string): void {
  if (hold !== null && (token === undefined || hold.token === token)) become(null);
}

export function useHold(): Hold | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => hold,
  );
}

onSessionEnd(() => forgetHold());

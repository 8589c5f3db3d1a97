import { onSessionEnd } from "./session/session.ts";

// Only who waits for seats is worth asking the server about offers, so the browser keeps in mind that somebody does.
const key = "mq_waiting";
const listeners = new Set<() => void>();

/** Somebody who uses this browser waits for seats. */
export function noteWaiting(): void {
  localStorage.setItem(key, "1");
  for (const listener of listeners) listener();
}

/** Nobody here waits any more. */
export function noteNotWaiting(): void {
  localStorage.removeItem(key);
  for (const listener of listeners) listener();
}

export function isWaiting(): boolean {
  return localStorage.getItem(key) !== null;
}

export function onWaiting(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

onSessionEnd(noteNotWaiting);

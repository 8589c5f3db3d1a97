import { useSyncExternalStore } from "react";
import type { Login, Register, Session, User } from "../../../contracts/identity.ts";
import { failedWith } from "../api/failure.ts";
import { send } from "../api/send.ts";
import { cookieSession, dropToken, freshToken, keepToken } from "./token.ts";

export type SessionState = { status: "resuming"; role: string } | { status: "out" } | { status: "in"; user: User };
type Ending = "expired" | "left";

/** Set to somebody's role while the browser holds a refresh cookie, which scripts cannot see: the bars have their shape before it is known who it is. */
const hint = "mq_signed_in";
const role = localStorage.getItem(hint);
let state: SessionState = role === null ? { status: "out" } : { status: "resuming", role };
const listeners = new Set<() => void>();
const endings = new Set<(why: Ending) => void>();

function become(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, () => state);
}

export function isSignedIn(): boolean {
  return state.status === "in";
}

/** Runs when a session is over; `expired` where nobody asked for it. */
export function onSessionEnd(listener: (why: Ending) => void): void {
  endings.add(listener);
}

/** Takes up a session that the server has just begun. */
export function begin(session: Session): User {
  keepToken(session);
  enter(session.user);
  return session.user;
}

function enter(user: User): void {
  localStorage.setItem(hint, user.role);
  become({ status: "in", user });
}

/** Shows what the server now says of the one who is signed in. */
export function userChanged(user: User): void {
  if (state.status === "in" && state.user.id === user.id) become({ status: "in", user });
}

/** Forgets the session here; the server's part is over already or is ended by `logOut`. */
export function endSession(why: Ending): void {
  if (state.status === "out") return;
  dropToken();
  localStorage.removeItem(hint);
  become({ status: "out" });
  for (const listener of endings) listener(why);
}

export async function logIn(login: Login): Promise<User> {
  return begin(await send<Session>(undefined, "/auth/login", { method: "POST", body: login, headers: cookieSession }));
}

export async function register(input: Register): Promise<User> {
  return begin(await send<Session>(undefined, "/auth/register", { method: "POST", body: input, headers: cookieSession }));
}

export async function logOut(): Promise<void> {
  const token = await freshToken().catch(() => undefined);
  const headers = token === undefined ? cookieSession : { ...cookieSession, authorization: `Bearer ${token}` };
  await send(undefined, "/auth/logout", { method: "POST", body: {}, headers }).catch(() => undefined);
  endSession("left");
}

async function resume(): Promise<void> {
  try {
    const token = await freshToken();
    const { user } = await send<{ user: User }>(undefined, "/auth/me", { headers: { authorization: `Bearer ${token}` } });
    enter(user);
  } catch (error) {
    // Without a connection the cookie may still be good: keep the hint for the next visit.
    if (failedWith(error, "SESSION_ENDED", "TOKEN_INVALID")) localStorage.removeItem(hint);
    become({ status: "out" });
  }
}

let resumed: Promise<void> | undefined;

/** Settles once it is known whether somebody is signed in; takes up the session of an earlier visit. */
export function sessionKnown(): Promise<void> {
  if (state.status !== "resuming") return Promise.resolve();
  resumed ??= resume();
  return resumed;
}

// Logging out in one tab logs out all of them.
addEventListener("storage", (event) => {
  if (event.key === hint && event.newValue === null) endSession("left");
});

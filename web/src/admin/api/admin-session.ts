import { useSyncExternalStore } from "react";
import type { AdminLogin, AdminToken } from "../../../../contracts/identity.ts";
import { dataOf, exchange } from "../../api/exchange.ts";

interface AdminSession {
  email: string;
  token: string;
  endsAtMs: number;
}

/**
 * The administrator's token lives in this tab's session storage: a reload keeps it, closing the tab ends it, no other tab or site gets it, and
 * nothing sends it by itself, as it would a cookie. Scripts could read it, but the content security policy lets in none but ours.
 */
const key = "mq_admin";
const listeners = new Set<() => void>();
let current = read();

function read(): AdminSession | null {
  try {
    const kept: AdminSession = JSON.parse(sessionStorage.getItem(key) ?? "null");
    return kept.endsAtMs > Date.now() ? kept : null;
  } catch {
    return null;
  }
}

function become(next: AdminSession | null): void {
  current = next;
  if (next === null) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify(next));
  for (const listener of listeners) listener();
}

export async function logInAdmin(login: AdminLogin): Promise<void> {
  const { accessToken, expiresIn } = await dataOf<AdminToken>(await exchange("/api/v1/admin/login", { method: "POST", body: login }));
  become({ email: login.email, token: accessToken, endsAtMs: Date.now() + expiresIn * 1000 });
}

/** Forgets the token; the platform keeps no sessions of administrators. */
export function leaveAdmin(): void {
  become(null);
}

export function adminToken(): string | null {
  return current === null || current.endsAtMs <= Date.now() ? null : current.token;
}

export function useAdminSession(): AdminSession | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

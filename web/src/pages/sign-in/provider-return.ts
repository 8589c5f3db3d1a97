import type { Session } from "../../../../contracts/identity.ts";
import type { OidcToken } from "../../../../contracts/oidc.ts";
import { send } from "../../api/send.ts";
import { sameSitePath } from "../../session/same-site-path.ts";
import { begin } from "../../session/session.ts";
import { cookieSession } from "../../session/token.ts";

/** Where a provider's sign-in comes back to. */
export const returnPath = "/login/return";
/** This tab's half of a sign-in under way: the proof that it is the one that began it, and where it was going. */
const key = "mq_sign_in";

interface Begun {
  verifier: string;
  next?: string | undefined;
}

/** A fresh verifier, kept by this tab, and its challenge for the way out (RFC 7636, S256). */
export async function beginSignIn(next: string | undefined): Promise<string> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const begun: Begun = { verifier, next };
  sessionStorage.setItem(key, JSON.stringify(begun));
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

export function startHref(provider: string, appId: string, challenge: string): string {
  const query = new URLSearchParams({ app_id: appId, redirect_uri: location.origin + returnPath, code_challenge: challenge });
  return `/api/v1/auth/oauth/${provider}/start?${query}`;
}

function begun(): Begun | undefined {
  try {
    const raw: Partial<Begun> = JSON.parse(sessionStorage.getItem(key) ?? "");
    return typeof raw.verifier === "string" ? { verifier: raw.verifier, next: sameSitePath(raw.next) } : undefined;
  } catch {
    return undefined;
  }
}

/** Where the sign-in under way was going. */
export function wayOfSignIn(): string | undefined {
  return begun()?.next;
}

/** Trades the code of the return address, which is good once, for a session in a cookie. */
export async function finishSignIn(code: string): Promise<true> {
  const codeVerifier = begun()?.verifier;
  const body: OidcToken = codeVerifier === undefined ? { code } : { code, codeVerifier };
  begin(await send<Session>(undefined, "/auth/oauth/token", { method: "POST", body, headers: cookieSession }));
  sessionStorage.removeItem(key);
  return true;
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

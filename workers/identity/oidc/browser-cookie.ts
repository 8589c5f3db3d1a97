import type { Context } from "hono";
import { generateCookie, getCookie } from "hono/cookie";
import { limits } from "../../../contracts/limits.ts";
import type { AppEnv } from "../../gateway/app-env.ts";
import { toBase64Url } from "../../platform/digest.ts";
import { hostCookieName, isSecure } from "../host-cookie.ts";

const cookieName = (c: Context<AppEnv>): string => hostCookieName(c, "mq_oidc");

/** What this browser was given when it began to sign in, so that what it began nobody can make another browser end. */
export function browserSecret(c: Context<AppEnv>): string | undefined {
  const secret = getCookie(c, cookieName(c));
  return secret !== undefined && /^[\w-]{43}$/.test(secret) ? secret : undefined;
}

/** The same, made if there is none, and the header that keeps it; one for all of the browser's windows. Lax, as the provider leads back to us. */
export function keepBrowserSecret(c: Context<AppEnv>): { secret: string; setCookie: string } {
  const secret = browserSecret(c) ?? toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
  const maxAge = limits.oidcSignInSeconds + limits.oidcCodeSeconds;
  const setCookie = generateCookie(cookieName(c), secret, { path: "/", httpOnly: true, sameSite: "Lax", secure: isSecure(c), maxAge });
  return { secret, setCookie };
}

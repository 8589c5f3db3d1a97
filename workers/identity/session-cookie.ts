import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { limits } from "../../contracts/limits.ts";
import type { AppEnv } from "../gateway/app-env.ts";
import type { TenantCtx } from "../platform/context.ts";
import type { NewTokens } from "./new-session.ts";

/**
 * The platform's own web app keeps its refresh token in a cookie that no script can read. Nobody else can have that: a page of another origin
 * would make the browser send the cookie along, and so only our own origin is listened to.
 */
const fromOwnPage = (c: Context<AppEnv>, ctx: TenantCtx): boolean =>
  ctx.tenant.webApp && c.req.header("origin") === new URL(c.req.url).origin;

/** The tokens as this caller gets them: where it asks with `x-session: cookie`, the refresh token goes into the cookie and not into the body. */
export function handOver(c: Context<AppEnv>, ctx: TenantCtx, tokens: NewTokens): NewTokens | Omit<NewTokens, "refreshToken"> {
  return c.req.header("x-session") === "cookie" && fromOwnPage(c, ctx) ? handOverByCookie(c, tokens) : tokens;
}

export function handOverByCookie(c: Context<AppEnv>, { refreshToken, ...rest }: NewTokens): Omit<NewTokens, "refreshToken"> {
  setCookie(c, cookieName(c), refreshToken, { ...cookieOptions(c), maxAge: limits.refreshTokenSeconds });
  return rest;
}

/** The refresh token in the cookie of a request from our own pages. */
export const cookieToken = (c: Context<AppEnv>, ctx: TenantCtx): string | undefined =>
  fromOwnPage(c, ctx) ? getCookie(c, cookieName(c)) : undefined;

export function clearCookie(c: Context<AppEnv>): void {
  deleteCookie(c, cookieName(c), cookieOptions(c));
}

const secure = (c: Context<AppEnv>): boolean => new URL(c.req.url).protocol === "https:";

/** Browsers take a `__Host-` cookie only from the very host that it is for, and only over https. */
const cookieName = (c: Context<AppEnv>): string => (secure(c) ? "__Host-mq_refresh" : "mq_refresh");

const cookieOptions = (c: Context<AppEnv>) => ({ path: "/", httpOnly: true, sameSite: "Strict" as const, secure: secure(c) });

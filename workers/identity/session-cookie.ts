import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { limits } from "../../contracts/limits.ts";
import type { AppEnv } from "../gateway/app-env.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { fromOwnPage } from "./audience.ts";
import { hostCookieName, isSecure } from "./host-cookie.ts";
import type { NewTokens } from "./new-session.ts";

/**
 * The tokens as this caller gets them: where it asks with `x-session: cookie`, the refresh token goes into a cookie that no script can read, and
 * not into the body. For our own pages alone: a page of another origin would make the browser send the cookie along.
 */
export function handOver(c: Context<AppEnv>, ctx: TenantCtx, tokens: NewTokens): NewTokens | Omit<NewTokens, "refreshToken"> {
  return c.req.header("x-session") === "cookie" && fromOwnPage(ctx) ? handOverByCookie(c, tokens) : tokens;
}

export function handOverByCookie(c: Context<AppEnv>, { refreshToken, ...rest }: NewTokens): Omit<NewTokens, "refreshToken"> {
  setCookie(c, cookieName(c), refreshToken, { ...cookieOptions(c), maxAge: limits.refreshTokenSeconds });
  return rest;
}

/**
 * The refresh token in the cookie of a request from our own pages, where it stands for the caller. Such a request says that it is JSON, which no
 * form of another site can send. Throws UNSUPPORTED_MEDIA_TYPE.
 */
export function cookieToken(c: Context<AppEnv>, ctx: TenantCtx): string | undefined {
  const token = fromOwnPage(ctx) ? getCookie(c, cookieName(c)) : undefined;
  if (token !== undefined && !/^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? ""))
    throw new AppError("UNSUPPORTED_MEDIA_TYPE");
  return token;
}

/** Takes the cookie back from a browser whose session has ended. */
export function clearCookie(c: Context<AppEnv>, ctx: TenantCtx): void {
  if (fromOwnPage(ctx) && getCookie(c, cookieName(c)) !== undefined) deleteCookie(c, cookieName(c), cookieOptions(c));
}

const cookieName = (c: Context<AppEnv>): string => hostCookieName(c, "mq_refresh");

const cookieOptions = (c: Context<AppEnv>) => ({ path: "/", httpOnly: true, sameSite: "Strict" as const, secure: isSecure(c) });

import type { Context } from "hono";
import type { AppEnv } from "../gateway/app-env.ts";

/** Whether the request came over https, and cookies for it may be kept from plain http. */
export const isSecure = (c: Context<AppEnv>): boolean => new URL(c.req.url).protocol === "https:";

/** Browsers take a `__Host-` cookie only from the very host that it is for, and only over https. */
export const hostCookieName = (c: Context<AppEnv>, name: string): string => (isSecure(c) ? `__Host-${name}` : name);
